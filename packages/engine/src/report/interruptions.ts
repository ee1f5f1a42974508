import type { Incident, PathHealthRecord, PathPerformanceRecord } from "@skylane/core";
import { isOrdered, provenOf } from "./recovery.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** What whoever uses a group felt of an incident. */
export interface Interruption {
  readonly groupId: string;
  readonly impact: "degraded" | "outage";
  readonly fromMs: number;
  /** Absent = it goes on, or `isLengthKnown` is false. */
  readonly toMs?: number;
  readonly isLengthKnown: boolean;
  readonly how: "moved" | "routing" | "recovered" | "unknown";
}

/** How paths are, and were by the day. */
export interface PathFacts {
  readonly nowMs: number;
  readonly health: readonly PathHealthRecord[];
  readonly performance: readonly PathPerformanceRecord[];
}

/**
 * From the verdict to proven traffic; pure. Of an incident that moved nothing the record does not say when the path was well
 * again: its health does while it is new, and for 30 days what was learnt of that day bounds it. `undefined` = it was ordered.
 */
export function interruptionOf(incident: Incident, facts: PathFacts): Interruption | undefined {
  const { groupId, openedAtMs, fromPathId, trigger, status } = incident;
  if (isOrdered(incident) || trigger.kind === "manual") return undefined;
  const about = { groupId, impact: trigger.state === "degraded" ? ("degraded" as const) : ("outage" as const) };
  const proven = provenOf(incident);
  if (proven)
    return {
      ...about,
      fromMs: openedAtMs,
      toMs: Math.max(openedAtMs, proven.atMs),
      isLengthKnown: true,
      how: proven.how === "moved" ? "moved" : "routing",
    };
  const now = facts.health.find(({ pathId, vantageId }) => pathId === fromPathId && vantageId === trigger.vantageId);
  const { state, sinceMs = 0, epoch = -1 } = now?.health ?? {};
  // the state that began it is still the path's
  const isStillBad = epoch === trigger.epoch && state === trigger.state;
  if (status === "open" || isStillBad) return { ...about, fromMs: openedAtMs, isLengthKnown: true, how: "unknown" };
  if (state === "up" && epoch === trigger.epoch + 1)
    return { ...about, fromMs: openedAtMs, toMs: Math.max(openedAtMs, sinceMs), isLengthKnown: true, how: "recovered" };
  const day = facts.performance
    .find(({ pathId, vantageId }) => pathId === fromPathId && vantageId === trigger.vantageId)
    ?.days.find((one) => one.day === Math.floor(openedAtMs / DAY_MS));
  const badMinutes = about.impact === "outage" ? day?.downMinutes : day?.degradedMinutes;
  if (badMinutes === undefined) return { ...about, fromMs: openedAtMs, isLengthKnown: false, how: "unknown" };
  const toMs = Math.min(facts.nowMs, openedAtMs + badMinutes * MINUTE_MS);
  return { ...about, fromMs: openedAtMs, toMs, isLengthKnown: true, how: "recovered" };
}
