import type { PathHealthRecord } from "@skylane/core";
import { type SharedFate, voteOn } from "../quorum.ts";
import type { Sighting } from "../sighting.ts";
import type { ReplayedChange } from "./replay-health.ts";

/** A time in which most vantages of a path saw it down or degraded. */
export interface Trouble {
  readonly pathId: string;
  /** The first bad sample. */
  readonly fromMs: number;
  /** When it was up again; absent = it was not, to the end of the record. */
  readonly toMs?: number;
  /** True if most saw it down at some time of it. */
  readonly wasDown: boolean;
}

/** The times of trouble of each path, by the vote of the vantages that know something of it; oldest first. */
export function troublesOf(
  initial: readonly PathHealthRecord[],
  changes: readonly ReplayedChange[],
  fates: ReadonlyMap<string, SharedFate>,
): readonly Trouble[] {
  const seen = new Map<string, Sighting>();
  const see = ({ pathId, vantageId, health: { state, sinceMs } }: PathHealthRecord): void =>
    void seen.set(`${vantageId}#${pathId}`, { pathId, vantageId, state, sinceMs, isClean: false });
  for (const record of initial) see(record);
  const open = new Map<string, Trouble>();
  const closed: Trouble[] = [];
  for (const { record, firstBadMs } of changes) {
    see(record);
    const { pathId, health } = record;
    const { state } = voteOn(pathId, [...seen.values()], fates, MAJORITY);
    const trouble = open.get(pathId);
    if (state === "down" || state === "degraded")
      open.set(pathId, {
        pathId,
        fromMs: trouble?.fromMs ?? firstBadMs,
        wasDown: state === "down" || trouble?.wasDown === true,
      });
    else if (trouble) {
      closed.push({ ...trouble, toMs: health.sinceMs });
      open.delete(pathId);
    }
  }
  return [...closed, ...open.values()].sort((a, b) => a.fromMs - b.fromMs);
}

const MAJORITY = 0.5;
