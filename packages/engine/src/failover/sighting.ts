import type { FailoverTrigger, PathHealthRecord, PathId, PathStateName, VantageId } from "@skylane/core";

/** What one vantage sees of one path, as a decision needs it. */
export interface Sighting {
  readonly pathId: PathId;
  readonly vantageId: VantageId;
  readonly state: PathStateName;
  /** When this state began, wall clock. */
  readonly sinceMs: number;
}

/**
 * The stored health, with the trigger in place of a record older than it: a change is published before it is saved, so a
 * vantage that died in between leaves a record that does not know yet.
 */
export function sightings(
  records: readonly PathHealthRecord[],
  trigger: FailoverTrigger,
  triggeredAtMs: number,
): readonly Sighting[] {
  const isNewer = ({ pathId, vantageId, health }: PathHealthRecord): boolean =>
    trigger.kind === "manual" ||
    pathId !== trigger.pathId ||
    vantageId !== trigger.vantageId ||
    health.epoch >= trigger.epoch;
  const kept = records
    .filter(isNewer)
    .map(({ pathId, vantageId, health: { state, sinceMs } }) => ({ pathId, vantageId, state, sinceMs }));
  if (trigger.kind === "manual") return kept;
  const { pathId, vantageId, state } = trigger;
  const isKnown = kept.some((view) => view.pathId === pathId && view.vantageId === vantageId);
  return isKnown ? kept : [...kept, { pathId, vantageId, state, sinceMs: triggeredAtMs }];
}

const SEVERITY: readonly PathStateName[] = ["up", "degraded", "down"];

/** The worst state any vantage that knows something sees; `unknown` if none does. */
export function worstState(seen: readonly Sighting[], pathId: string): PathStateName {
  const states = seen.filter((one) => one.pathId === pathId).map(({ state }) => state);
  const known = states.filter((state) => state !== "unknown");
  if (known.length === 0) return "unknown";
  return SEVERITY[Math.max(...known.map((state) => SEVERITY.indexOf(state)))] ?? "unknown";
}
