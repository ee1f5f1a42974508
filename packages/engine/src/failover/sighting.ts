import type { FailoverTrigger, PathHealthRecord, PathId, PathStateName, Thresholds, VantageId } from "@skylane/core";
import { isClean } from "../health/index.ts";

/** What one vantage sees of one path, as a decision needs it. */
export interface Sighting {
  readonly pathId: PathId;
  readonly vantageId: VantageId;
  readonly state: PathStateName;
  /** When this state began, wall clock. */
  readonly sinceMs: number;
  /** True if it is up with nothing lost of late and within its own delay. */
  readonly isClean: boolean;
}

/** A record older than two minutes between bursts a minute apart describes a world that is gone: nothing is known. */
const STALE_MS = 120_000;

/** False once the record's vantage has been silent for so long that what it saw is no longer known. */
export const isFresh = ({ sampledAtMs }: PathHealthRecord, nowMs: number): boolean => nowMs - sampledAtMs <= STALE_MS;

/** What a record says of its path, however old it is. */
export const sightingOf = ({ pathId, vantageId, health }: PathHealthRecord, thresholds: Thresholds): Sighting => ({
  pathId,
  vantageId,
  state: health.state,
  sinceMs: health.sinceMs,
  isClean: isClean(health, thresholds),
});

/**
 * The stored health, with the trigger in place of a record older than it: a change is published before it is saved, so a
 * vantage that died in between leaves a record that does not know yet.
 */
export function sightings(
  records: readonly PathHealthRecord[],
  trigger: FailoverTrigger,
  triggeredAtMs: number,
  { nowMs, thresholds }: { readonly nowMs: number; readonly thresholds: Thresholds },
): readonly Sighting[] {
  const isNewer = ({ pathId, vantageId, health }: PathHealthRecord): boolean =>
    trigger.kind === "manual" ||
    pathId !== trigger.pathId ||
    vantageId !== trigger.vantageId ||
    health.epoch >= trigger.epoch;
  const kept = records.filter(isNewer).map((record) => {
    const seen = sightingOf(record, thresholds);
    return isFresh(record, nowMs) ? seen : { ...seen, state: "unknown" as const, isClean: false };
  });
  if (trigger.kind === "manual") return kept;
  const { pathId, vantageId, state } = trigger;
  const isKnown = kept.some((view) => view.pathId === pathId && view.vantageId === vantageId);
  return isKnown ? kept : [...kept, { pathId, vantageId, state, sinceMs: triggeredAtMs, isClean: false }];
}

const SEVERITY: readonly PathStateName[] = ["up", "degraded", "down"];

/** The worst state any vantage that knows something sees; `unknown` if none does. */
export function worstState(seen: readonly Pick<Sighting, "pathId" | "state">[], pathId: string): PathStateName {
  const states = seen.filter((one) => one.pathId === pathId).map(({ state }) => state);
  const known = states.filter((state) => state !== "unknown");
  if (known.length === 0) return "unknown";
  return SEVERITY[Math.max(...known.map((state) => SEVERITY.indexOf(state)))] ?? "unknown";
}

/** True if every vantage that knows the path sees it clean, and one does. */
export function isCleanForAll(seen: readonly Sighting[], pathId: string): boolean {
  const known = seen.filter((one) => one.pathId === pathId && one.state !== "unknown");
  return known.length > 0 && known.every((one) => one.isClean);
}
