import type {
  BillingMonth,
  Clock,
  Estimates,
  MeteredSlot,
  MeteredVolumes,
  MeterStore,
  SkylaneConfig,
  Topology,
  TopologyStore,
  TrafficMeter,
} from "@skylane/core";
import { wayGraph } from "../../topology/index.ts";
import { type DirectionPrices, directionPrices, flatPrices } from "./direction-prices.ts";
import { flowRoutes, flowSlots } from "./flow-slots.ts";
import { monthPrices } from "./month-prices.ts";
import { type CountedSlot, chargeSlots, pricedSlot, type SlotCharges, slotKey } from "./price-slots.ts";
import { firstToRead, LATE_MS, LOOKBACK_MS, monthOf, monthStartMs, settledMs } from "./windows.ts";

/** What metering needs: who counts, where it is kept, the estate as it was found and as it is configured, and list prices. */
export interface MeterDeps {
  readonly meter: TrafficMeter;
  readonly meterStore: MeterStore;
  readonly topologies: Pick<TopologyStore, "latest">;
  readonly config: Pick<SkylaneConfig, "connections" | "flows" | "groups" | "policies">;
  readonly estimates: Pick<Estimates, "charges">;
  readonly clock: Pick<Clock, "nowMs">;
}

/** What one run of the meter did. */
export interface MeterReport {
  /** The slots that were read: those that begin in [fromMs, toMs). */
  readonly fromMs: number;
  readonly toMs: number;
  readonly slotCount: number;
  readonly flowSlotCount: number;
  readonly bytes: number;
  /** Of these slots, at list prices; slots whose price is not known count nothing here. */
  readonly usd: number;
  /** What could not be counted, why, and what to do. */
  readonly gaps: readonly string[];
  /** What has no price, each thing once. */
  readonly unpriced: readonly string[];
}

const DAY_MS = 86_400_000;

/**
 * Reads what links carried, by the quarter of an hour, prices it and keeps it: the last hour each time, and for six hours what was not
 * whole, for clouds' counters come late. Another run at the same moment changes nothing. All that is not yet settled is priced anew, so
 * that prices by volume add up to the price of the month's volume.
 */
export async function meterTraffic(deps: MeterDeps): Promise<MeterReport> {
  const { meter, meterStore, topologies, clock } = deps;
  const toMs = settledMs(clock.nowMs());
  const topology = (await topologies.latest())?.topology;
  if (!topology)
    return nothingRead(
      toMs,
      "nothing is known of the estate: its links are counted after the first look at the clouds",
    );
  const { fromMs, slots: known } = await keptSlots(meterStore, toMs);
  const readFromMs = firstToRead(known, { fromMs, toMs });
  const { slots: fresh, gaps } = await meter.read({ fromMs: readFromMs, toMs });
  const merged = mergeSlots(known, fresh);
  const pricesOf = directionPrices({ ...deps, topology });
  const { charges, notes } = await chargeMonths(meterStore, topology, pricesOf, merged, { fromMs, toMs });
  const priced = charges.map(pricedSlot);
  const before = new Map(known.map((slot) => [slotKey(slot), slot]));
  const changed = priced.filter((slot) => !isSame(slot, before.get(slotKey(slot))));
  const changedStarts = new Set(changed.map(({ startMs }) => startMs));
  const flows = flowSlots(
    flowRoutes(wayGraph(topology, deps.config)),
    priced.filter(({ startMs }) => changedStarts.has(startMs)),
    flatPrices(pricesOf),
  );
  if (changed.length > 0) await meterStore.put(changed, flows);
  const read = priced.filter(({ startMs }) => startMs >= readFromMs);
  return {
    fromMs: readFromMs,
    toMs,
    slotCount: read.length,
    flowSlotCount: flows.length,
    bytes: read.reduce((sum, { bytes }) => sum + bytes, 0),
    usd: read.reduce((sum, { usd = 0 }) => sum + usd, 0),
    gaps: [...gaps, ...notes],
    unpriced: [...new Set(charges.flatMap(({ slot, missing }) => (slot.startMs >= readFromMs ? missing : [])))],
  };
}

const nothingRead = (toMs: number, gap: string): MeterReport => ({
  fromMs: toMs,
  toMs,
  slotCount: 0,
  flowSlotCount: 0,
  bytes: 0,
  usd: 0,
  gaps: [gap],
  unpriced: [],
});

/** What may still change: six hours, or a day where nothing was metered in these. */
async function keptSlots(
  store: MeterStore,
  toMs: number,
): Promise<{ readonly fromMs: number; readonly slots: readonly MeteredSlot[] }> {
  const recent = await store.read({ fromMs: toMs - LATE_MS, toMs });
  if (recent.slots.length > 0) return { fromMs: toMs - LATE_MS, slots: recent.slots };
  return { fromMs: toMs - LOOKBACK_MS, ...(await store.read({ fromMs: toMs - LOOKBACK_MS, toMs })) };
}

/** What was read now takes the place of what is kept, unless less of the slot was counted. */
function mergeSlots(known: readonly MeteredSlot[], fresh: readonly CountedSlot[]): readonly CountedSlot[] {
  const merged = new Map<string, CountedSlot>(known.map((slot) => [slotKey(slot), slot]));
  for (const slot of fresh) {
    const there = merged.get(slotKey(slot));
    if (!there || slot.coverageRatio >= there.coverageRatio) merged.set(slotKey(slot), slot);
  }
  return [...merged.values()];
}

/** Prices the slots that may still change, month by month, from where each month stood before them; and keeps where it stood. */
async function chargeMonths(
  store: MeterStore,
  { connections }: Pick<Topology, "connections">,
  pricesOf: DirectionPrices,
  slots: readonly CountedSlot[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Promise<{ readonly charges: readonly SlotCharges[]; readonly notes: readonly string[] }> {
  const rows = connections.flatMap(({ id, ends }) => ends.flatMap(({ at }) => pricesOf(id, at)?.rows ?? []));
  const charges: SlotCharges[] = [];
  const notes: string[] = [];
  const byMonth = Map.groupBy(slots, ({ startMs }) => monthOf(startMs));
  for (const [month, ofMonth] of [...byMonth].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const volumes = await volumesUntil(store, month, Math.max(fromMs, monthStartMs(month)), toMs);
    const open = ofMonth.filter(({ startMs }) => startMs >= volumes.untilMs);
    charges.push(...chargeSlots(open, monthPrices(Object.entries(volumes.bytesByRow), rows), pricesOf));
    const sinceMs = volumes.sinceMs ?? Math.min(...open.map(({ startMs }) => startMs));
    if (sinceMs - monthStartMs(month) >= DAY_MS)
      notes.push(
        `${month} is metered from ${new Date(sinceMs).toISOString().slice(0, 16)}Z on: what was sent before is not known, so that prices which fall with the month's volume may still be of an earlier step`,
      );
  }
  return { charges, notes };
}

/** Where the month stood at that moment, from what was kept of it and the slots since; kept again if it has moved. */
async function volumesUntil(
  store: MeterStore,
  month: BillingMonth,
  untilMs: number,
  toMs: number,
): Promise<MeteredVolumes> {
  const kept = await store.volumes(month);
  if (kept && kept.untilMs >= untilMs && kept.untilMs <= toMs) return kept;
  const base = kept && kept.untilMs < untilMs ? kept : undefined;
  const sums = new Map(Object.entries(base?.bytesByRow ?? {}));
  let sinceMs = base?.sinceMs;
  for (let at = base?.untilMs ?? monthStartMs(month); at < untilMs; at += DAY_MS)
    for (const { startMs, bytes, priceRowIds } of (
      await store.read({ fromMs: at, toMs: Math.min(at + DAY_MS, untilMs) })
    ).slots) {
      sinceMs = Math.min(sinceMs ?? startMs, startMs);
      for (const id of priceRowIds) sums.set(id, (sums.get(id) ?? 0) + bytes);
    }
  const volumes: MeteredVolumes = {
    month,
    untilMs,
    ...(sinceMs !== undefined && { sinceMs }),
    bytesByRow: Object.fromEntries(sums),
  };
  await store.putVolumes(volumes);
  return volumes;
}

const isSame = (slot: MeteredSlot, there: MeteredSlot | undefined): boolean =>
  there !== undefined &&
  slot.bytes === there.bytes &&
  slot.coverageRatio === there.coverageRatio &&
  slot.usd === there.usd &&
  slot.priceRowIds.join(" ") === there.priceRowIds.join(" ");
