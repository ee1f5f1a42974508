import type { Incident, IncidentRecord, Recovery, RecoveryPhase, Spread, TraceSpan } from "@skylane/core";

/** What the times of a move are read from. */
export interface RecoverySources {
  /** Of the incident; the move and each way back. None where they are not kept any more. */
  readonly spans: readonly TraceSpan[];
  /** By the event log; absent = it does not hold that time any more. */
  readonly loss: IncidentRecord["loss"];
  readonly objectiveMs: number | undefined;
}

const PROVEN = /^(moved|repaired-by-routing): /;

/** When traffic was proven on another path, and by whom it was brought there; `undefined` = it was not moved. */
export function provenOf({
  timeline,
}: Pick<Incident, "timeline">): { readonly atMs: number; readonly how: Recovery["how"] } | undefined {
  const line = timeline.find(({ what }) => PROVEN.test(what));
  return line && { atMs: line.atMs, how: line.what.startsWith("moved") ? "moved" : "repaired-by-routing" };
}

/** True of a move that a person or a drill ordered, not a failure. */
export const isOrdered = ({ trigger }: Pick<Incident, "trigger">): boolean => trigger.kind === "manual";

/**
 * How long each part of a move took; pure. Detection ends with the verdict of a vantage, decision with the guards, change when the
 * control plane shows the routes, proof when traffic was seen. `undefined` = the incident was no move.
 */
export function recoveryOf(incident: Incident, { spans, loss, objectiveMs }: RecoverySources): Recovery | undefined {
  const proven = provenOf(incident);
  if (!proven) return undefined;
  const { openedAtMs, timeline, proof } = incident;
  const ordered = isOrdered(incident);
  const ofMove = spans.filter(({ startMs }) => startMs <= proven.atMs);
  const endOf = (...names: string[]): number | undefined =>
    latest(ofMove.filter(({ name }) => names.includes(name)).map(({ startMs, durationMs }) => startMs + durationMs));
  const firstBadMs = ordered ? undefined : firstBadOf(ofMove, loss, openedAtMs);
  const decidedMs = endOf("check-guards") ?? timeline.find(({ what }) => what.startsWith("guards passed: "))?.atMs;
  const changedMs = proven.how === "moved" ? endOf("apply-change", "read-back") : undefined;
  const phasesMs: Partial<Record<RecoveryPhase, number>> = {
    ...between("detection", firstBadMs, openedAtMs),
    ...between("decision", openedAtMs, decidedMs),
    ...between("change", decidedMs, changedMs),
    ...between("proof", proven.how === "moved" ? changedMs : decidedMs, proven.atMs),
  };
  return {
    incidentId: incident.id,
    groupId: incident.groupId,
    fromPathId: incident.fromPathId,
    ...(incident.toPathId !== undefined && { toPathId: incident.toPathId }),
    atMs: openedAtMs,
    how: proven.how,
    isOrdered: ordered,
    phasesMs,
    ...(!ordered && { rtoMs: Math.max(0, proven.atMs - (firstBadMs ?? openedAtMs)) }),
    isFromFirstBadProbe: firstBadMs !== undefined,
    ...(objectiveMs !== undefined && !ordered && { objectiveMs }),
    ...(!ordered && loss && loss.knownCount > 0 && { probes: countsOf(loss) }),
    ...(proof && { proof: { sentCount: proof.sentCount, answeredCount: proof.answeredCount } }),
  };
}

/** The first probe that was lost, by the trace, else by the event log. */
function firstBadOf(spans: readonly TraceSpan[], loss: IncidentRecord["loss"], openedAtMs: number): number | undefined {
  const detected = spans.filter(({ name, startMs }) => name === "detect" && startMs <= openedAtMs);
  if (detected.length > 0) return Math.min(...detected.map(({ startMs }) => startMs));
  return loss && loss.knownCount > 0 && loss.fromMs < openedAtMs ? loss.fromMs : undefined;
}

const latest = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : Math.max(...values);

const between = (phase: RecoveryPhase, fromMs: number | undefined, toMs: number | undefined) =>
  fromMs !== undefined && toMs !== undefined && { [phase]: Math.round(Math.max(0, toMs - fromMs)) };

const countsOf = ({ lostCount, knownCount, missingCount }: NonNullable<IncidentRecord["loss"]>) => ({
  lostCount,
  knownCount,
  missingCount,
});

/** Of several times; by nearest rank, so each was measured. `undefined` of none. */
export function spreadOf(values: readonly number[]): Spread | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const rank = (ratio: number): number => sorted[Math.max(0, Math.ceil(ratio * sorted.length) - 1)] ?? 0;
  if (sorted.length === 0) return undefined;
  return { count: sorted.length, p50Ms: rank(0.5), p95Ms: rank(0.95), maxMs: rank(1) };
}
