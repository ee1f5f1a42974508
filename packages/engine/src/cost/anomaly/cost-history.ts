import { type FlowSlot, METER_SLOT_MS, type MeteredSlot } from "@skylane/core";

/** Slots of one flow or link, from the first slot of the history on. */
export interface CostTrack {
  readonly bytes: readonly number[];
  /** USD in the slot; a slot with bytes whose price is not known counts 0 here and is told by `unpricedSlots`. */
  readonly usd: readonly number[];
  readonly unpricedSlots: ReadonlySet<number>;
}

/** A flow's track, and the ways it took. */
export interface FlowTrack extends CostTrack {
  readonly flowId: string;
  /** What went over which way in that slot; nothing where nothing was sent. */
  partsAt(slot: number): readonly FlowPart[];
}

export interface FlowPart {
  readonly connectionIds: readonly string[];
  readonly bytes: number;
  readonly usd: number | undefined;
}

/** Slots side by side, so that a flow or link can be looked at through time. It may grow at its end. */
export interface CostHistory {
  readonly startMs: number;
  readonly slotMs: number;
  readonly slotCount: number;
  readonly flows: ReadonlyMap<string, FlowTrack>;
  readonly links: ReadonlyMap<string, CostTrack>;
  readonly total: CostTrack;
  /** Takes what was counted of slots that follow the last one, or in it. @throws RangeError for a slot before the first */
  add(flows: readonly FlowSlot[], links: readonly MeteredSlot[]): void;
  /** Says that slots up to before this moment are complete: what was not counted in them was nothing. */
  closeBefore(toMs: number): void;
}

interface OpenTrack {
  readonly bytes: number[];
  readonly usd: number[];
  readonly unpricedSlots: Set<number>;
}

export function costHistory(startMs: number): CostHistory {
  const slotMs = METER_SLOT_MS;
  const flows = new Map<string, OpenTrack & FlowTrack & { readonly parts: (readonly FlowPart[])[] }>();
  const links = new Map<string, OpenTrack>();
  const total = openTrack();
  let slotCount = 0;

  const slotOf = (atMs: number): number => {
    const slot = Math.floor((atMs - startMs) / slotMs);
    if (slot < 0) throw new RangeError(`a slot at ${atMs} is before the history, which begins at ${startMs}`);
    return slot;
  };
  const grow = (count: number): void => {
    if (count <= slotCount) return;
    for (const track of [total, ...links.values(), ...flows.values()]) pad(track, count);
    slotCount = count;
  };
  return {
    startMs,
    slotMs,
    get slotCount() {
      return slotCount;
    },
    flows,
    links,
    total,
    add(newFlows, newLinks) {
      for (const { startMs: atMs, flowId, connectionIds, bytes, usd } of newFlows) {
        const slot = slotOf(atMs);
        grow(slot + 1);
        let track = flows.get(flowId);
        if (!track) {
          const parts: (readonly FlowPart[])[] = [];
          track = { ...openTrack(), flowId, parts, partsAt: (at) => parts[at] ?? [] };
          pad(track, slotCount);
          flows.set(flowId, track);
        }
        count(track, slot, bytes, usd);
        track.parts[slot] = [...(track.parts[slot] ?? []), { connectionIds, bytes, usd }];
      }
      for (const { startMs: atMs, connectionId, bytes, usd } of newLinks) {
        const slot = slotOf(atMs);
        grow(slot + 1);
        let track = links.get(connectionId);
        if (!track) {
          track = openTrack();
          pad(track, slotCount);
          links.set(connectionId, track);
        }
        count(track, slot, bytes, usd);
        count(total, slot, bytes, usd);
      }
    },
    closeBefore: (toMs) => grow(Math.floor((toMs - startMs) / slotMs)),
  };
}

const openTrack = (): OpenTrack => ({ bytes: [], usd: [], unpricedSlots: new Set() });

function pad({ bytes, usd }: OpenTrack, slotCount: number): void {
  while (bytes.length < slotCount) {
    bytes.push(0);
    usd.push(0);
  }
}

function count(track: OpenTrack, slot: number, bytes: number, usd: number | undefined): void {
  track.bytes[slot] = (track.bytes[slot] ?? 0) + bytes;
  track.usd[slot] = (track.usd[slot] ?? 0) + (usd ?? 0);
  if (usd === undefined && bytes > 0) track.unpricedSlots.add(slot);
}
