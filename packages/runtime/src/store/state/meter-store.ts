import {
  coreError,
  type FlowSlot,
  fnv1a64,
  METER_SLOT_MS,
  type MeteredSlot,
  MeteredVolumes,
  type MeterStore,
} from "@skylane/core";
import * as z from "zod";
import type { DocumentTable } from "./document-table.ts";
import { packed, packText } from "./packed.ts";

/** Detectors look back five weeks. */
const KEEP_SECONDS = 40 * 86_400;
const VOLUMES = "METER-VOLUMES";
/** Of a month, and some time after it. */
const VOLUMES_SECONDS = 100 * 86_400;
const DAY_MS = 86_400_000;
/** What is written every half hour is small, and what is read of a day is four items a shard. */
const BLOCK_MS = DAY_MS / 4;
const SHARD_COUNT = 16;
/** DynamoDB's limit is 400 KB an item: about a thousand series of a block. */
const ITEM_BYTES = 380_000;
const MAX_BYTES = 16_000_000;
const TRIES = 5;

const amount = z.number().nonnegative();
/** Slots of one direction of a link at the same prices; slots by their place in the block: bytes, part counted, USD if it is known. */
const LinkSeries = z.strictObject({
  connectionId: z.string(),
  fromKey: z.string(),
  toKey: z.string(),
  priceRowIds: z.array(z.string()),
  slots: z.array(z.tuple([z.int(), amount, amount, amount.optional()])),
});
/** Slots of a flow on one way. */
const FlowSeries = z.strictObject({
  flowId: z.string(),
  connectionIds: z.array(z.string()),
  slots: z.array(z.tuple([z.int(), amount, amount.optional()])),
});
const Block = z.strictObject({ links: z.array(LinkSeries), flows: z.array(FlowSeries) });
const Item = z.strictObject({ version: z.int().positive(), block: packed(Block, MAX_BYTES) });

interface Slots {
  readonly slots: readonly MeteredSlot[];
  readonly flows: readonly FlowSlot[];
}

/**
 * What was metered, in `skylane-state`: a partition a day, blocks of six hours, in shards by the name of link or flow; gone after
 * 40 days. What is put again takes the place of what is there, of a flow's slot with all ways it took.
 */
export function meterStore(table: DocumentTable): MeterStore {
  async function merge(blockMs: number, shard: number, fresh: Slots): Promise<void> {
    const key = { pk: partitionOf(blockMs), sk: `${new Date(blockMs).toISOString().slice(11, 13)}#${shard}` };
    const expiresAtSeconds = blockMs / 1_000 + KEEP_SECONDS;
    for (let tries = 0; tries < TRIES; tries += 1) {
      const there = await table.get(key, Item);
      const before = there && slotsOf(blockMs, there.block);
      const block = packText(JSON.stringify(blockOf(blockMs, before ? merged(before, fresh) : merged(NONE, fresh))));
      if (block.bytes.byteLength > ITEM_BYTES)
        throw coreError(
          "ERR_STORE_UNAVAILABLE",
          `${key.pk} ${key.sk}: six hours of its links and flows are more than an item may hold; fewer flows have to be configured`,
          { ...key },
        );
      const isWritten = there
        ? await table.putOver(key, { version: there.version + 1, block }, there.version, expiresAtSeconds)
        : await table.putNew(key, { version: 1, block }, expiresAtSeconds);
      if (isWritten) return;
    }
    throw coreError("ERR_STORE_UNAVAILABLE", `${key.pk} ${key.sk} is being written by others; try again`, { ...key });
  }
  return {
    async put(slots, flows) {
      const parts = new Map<string, { blockMs: number; shard: number; slots: MeteredSlot[]; flows: FlowSlot[] }>();
      const partOf = (startMs: number, id: string) => {
        const [blockMs, shard] = [startMs - (startMs % BLOCK_MS), shardOf(id)];
        const key = `${blockMs} ${shard}`;
        const part = parts.get(key) ?? { blockMs, shard, slots: [], flows: [] };
        parts.set(key, part);
        return part;
      };
      for (const slot of slots) partOf(slot.startMs, slot.connectionId).slots.push(slot);
      for (const flow of flows) partOf(flow.startMs, flow.flowId).flows.push(flow);
      for (const { blockMs, shard, ...fresh } of parts.values()) await merge(blockMs, shard, fresh);
    },
    async read({ fromMs, toMs }) {
      const days: number[] = [];
      for (let day = fromMs - (fromMs % DAY_MS); day < toMs; day += DAY_MS) days.push(day);
      const isIn = ({ startMs }: { readonly startMs: number }): boolean => startMs >= fromMs && startMs < toMs;
      const links: MeteredSlot[] = [];
      const flows: FlowSlot[] = [];
      for (const dayMs of days)
        for (const { sk, doc } of await table.query(partitionOf(dayMs), Item, { isEventual: true })) {
          const found = slotsOf(dayMs + Number(sk.slice(0, 2)) * 3_600_000, doc.block);
          for (const slot of found.slots) if (isIn(slot)) links.push(slot);
          for (const flow of found.flows) if (isIn(flow)) flows.push(flow);
        }
      return { slots: links.sort(byStart), flows: flows.sort(byStart) };
    },
    volumes: (month) => table.get({ pk: VOLUMES, sk: month }, MeteredVolumes),
    putVolumes: (volumes) =>
      table.put(
        { pk: VOLUMES, sk: volumes.month },
        volumes,
        Date.parse(`${volumes.month}-01`) / 1_000 + VOLUMES_SECONDS,
      ),
  };
}

const NONE: Slots = { slots: [], flows: [] };
const byStart = (a: { readonly startMs: number }, b: { readonly startMs: number }): number => a.startMs - b.startMs;
const partitionOf = (atMs: number): string => `METER#${new Date(atMs).toISOString().slice(0, 10)}`;
const shardOf = (id: string): number => Number.parseInt(fnv1a64(id).slice(0, 4), 16) % SHARD_COUNT;

function merged(before: Slots, fresh: Slots): Slots {
  const links = new Map<string, MeteredSlot>();
  for (const slot of [...before.slots, ...fresh.slots]) {
    const key = JSON.stringify([slot.startMs, slot.connectionId, slot.fromKey]);
    links.set(key, slot);
  }
  const flowKey = ({ startMs, flowId }: FlowSlot): string => JSON.stringify([startMs, flowId]);
  const again = new Set(fresh.flows.map(flowKey));
  return {
    slots: [...links.values()],
    flows: [...before.flows.filter((flow) => !again.has(flowKey(flow))), ...fresh.flows],
  };
}

function blockOf(blockMs: number, { slots, flows }: Slots): z.infer<typeof Block> {
  const at = (startMs: number): number => (startMs - blockMs) / METER_SLOT_MS;
  const series = Map.groupBy(slots, ({ connectionId, fromKey, toKey, priceRowIds }) =>
    JSON.stringify([connectionId, fromKey, toKey, priceRowIds]),
  );
  const ways = Map.groupBy(flows, ({ flowId, connectionIds }) => JSON.stringify([flowId, connectionIds]));
  return {
    links: [...series.values()].map((ofOne) => {
      const { connectionId, fromKey, toKey, priceRowIds } = ofOne[0] as MeteredSlot;
      return {
        connectionId,
        fromKey,
        toKey,
        priceRowIds,
        slots: ofOne
          .toSorted(byStart)
          .map(({ startMs, bytes, coverageRatio, usd }) =>
            usd === undefined ? [at(startMs), bytes, coverageRatio] : [at(startMs), bytes, coverageRatio, usd],
          ),
      };
    }),
    flows: [...ways.values()].map((ofOne) => {
      const { flowId, connectionIds } = ofOne[0] as FlowSlot;
      return {
        flowId,
        connectionIds: [...connectionIds],
        slots: ofOne
          .toSorted(byStart)
          .map(({ startMs, bytes, usd }) => (usd === undefined ? [at(startMs), bytes] : [at(startMs), bytes, usd])),
      };
    }),
  };
}

function slotsOf(blockMs: number, { links, flows }: z.infer<typeof Block>): Slots {
  return {
    slots: links.flatMap(({ slots, ...link }) =>
      slots.map(([at, bytes, coverageRatio, usd]) => ({
        ...link,
        startMs: blockMs + at * METER_SLOT_MS,
        bytes,
        coverageRatio,
        ...(usd !== undefined && { usd }),
      })),
    ),
    flows: flows.flatMap(({ slots, ...flow }) =>
      slots.map(([at, bytes, usd]) => ({
        ...flow,
        startMs: blockMs + at * METER_SLOT_MS,
        bytes,
        ...(usd !== undefined && { usd }),
      })),
    ),
  };
}
