import type { Estimates, FailoverPlan, Incident, IncidentRecord, SkylaneConfig, SkylaneEvent } from "@skylane/core";
import { changesTo, targetsOf } from "../make-plan.ts";
import { evidenceOf, type PastSample } from "../replay/evidence.ts";
import { type RecordedHistory, readHistory } from "../replay/read-history.ts";
import { alarmsOf } from "./alarms-of.ts";
import { moveCost } from "./move-cost.ts";

/** What a record is written from. */
export interface RecordSources {
  readonly incident: Incident;
  readonly config: SkylaneConfig;
  /** As it is stored now; it may be another one than the incident's. */
  readonly plan: FailoverPlan | undefined;
  /** From some minutes before the incident to its end. */
  readonly events: readonly SkylaneEvent[];
  readonly transferUsdPerGb: Estimates["transferUsdPerGb"];
}

/** Samples this long before the first sign and after the proof are shown. */
const AROUND_MS = 15_000;

type Seen = Pick<IncidentRecord["evidence"][number], "pathId" | "vantageId"> & {
  readonly samples: readonly PastSample[];
};

/** Gathers all that is known of an incident into one record; pure. What is not known is absent. */
export function writeRecord({ incident, config, plan, events, transferUsdPerGb }: RecordSources): IncidentRecord {
  const history = readHistory(events);
  const pathIds = [incident.fromPathId, ...(incident.toPathId === undefined ? [] : [incident.toPathId])];
  const seen: readonly Seen[] = history.paths
    .filter(({ pathId }) => pathIds.includes(pathId))
    .sort((a, b) => pathIds.indexOf(a.pathId) - pathIds.indexOf(b.pathId) || a.vantageId.localeCompare(b.vantageId))
    .map((path) => ({
      pathId: path.pathId,
      vantageId: path.vantageId,
      samples: evidenceOf(path, config.thresholds).steps.filter((step) => step.kind === "sample"),
    }));
  const provenMs = provenAt(incident, events);
  const ofFailed = seen.filter(({ pathId }) => pathId === incident.fromPathId);
  const fromMs = firstBadAt(ofFailed, incident);
  const usedPlan = plan && plan.hash === incident.planHash ? plan : undefined;
  const groupPathIds = config.groups.find(({ id }) => id === incident.groupId)?.paths.map(({ id }) => id) ?? pathIds;
  return {
    incident,
    groupId: incident.groupId,
    dedupKey: `skylane:${incident.id}`,
    timeline: [
      ...incident.timeline.map(({ atMs, what }) => ({ atMs, what, source: "incident" as const })),
      ...history.paths.flatMap(({ pathId, vantageId, changes }) =>
        groupPathIds.includes(pathId)
          ? changes.map(({ sinceMs, to, because }) => ({
              atMs: sinceMs,
              what: `${vantageId} sees ${pathId} ${to}: ${because}`,
              source: "health" as const,
            }))
          : [],
      ),
    ].sort((a, b) => a.atMs - b.atMs),
    changes: history.paths
      .flatMap(({ pathId, changes }) => (groupPathIds.includes(pathId) ? changes : []))
      .sort((a, b) => a.sinceMs - b.sinceMs),
    ...(provenMs !== undefined && { provenAtMs: provenMs }),
    evidence: seen.map(({ pathId, vantageId, samples }) => ({
      pathId,
      vantageId,
      samples: samplesAround(
        samples,
        (fromMs ?? incident.openedAtMs) - AROUND_MS,
        (provenMs ?? incident.openedAtMs) + AROUND_MS,
      ),
    })),
    alarms: alarmsOf(events, config, incident.groupId),
    decision: decisionOf(incident, events),
    calls: usedPlan ? callsOf(incident, usedPlan) : [],
    isPlanKnown: usedPlan !== undefined,
    ...(fromMs !== undefined && { loss: lossOf(ofFailed, fromMs, provenMs, wellAgainAt(history, incident)) }),
    cost: moveCost(incident, config, transferUsdPerGb),
    next: nextOf(incident, config, usedPlan),
  };
}

/** When traffic was proven: as the event says, else as the incident wrote it down. */
function provenAt(incident: Incident, events: readonly SkylaneEvent[]): number | undefined {
  const event = events.find((one) => one.type === "failover.completed.v1" && one.data.incidentId === incident.id);
  const line = incident.timeline.find(({ what }) => /^(moved|repaired-by-routing): /.test(what));
  return line?.atMs ?? (event && Date.parse(event.time));
}

/** The first loss of those that led to the incident, of any vantage; `undefined` for a move that a person ordered. */
function firstBadAt(ofPath: readonly Seen[], { openedAtMs, trigger }: Incident): number | undefined {
  if (trigger.kind === "manual") return undefined;
  const firsts = ofPath.flatMap(({ samples }) => {
    const before = samples.filter(({ atMs }) => atMs <= openedAtMs);
    const lastGood = before.findLastIndex(({ rttMs }) => typeof rttMs === "number");
    const first = before[lastGood + 1];
    return first ? [first.atMs] : [];
  });
  return firsts.length === 0 ? openedAtMs : Math.min(...firsts);
}

const samplesAround = (
  samples: readonly PastSample[],
  fromMs: number,
  toMs: number,
): IncidentRecord["evidence"][number]["samples"] =>
  samples.flatMap(({ atMs, rttMs, source }) => {
    if (source === "assumed" || atMs < fromMs || atMs > toMs) return [];
    const outcome = rttMs === "blind" ? "not-sent" : rttMs === null ? "lost" : "answered";
    // the delay of a sample that was only counted is not known
    return [{ atMs, outcome, source, ...(source === "kept" && typeof rttMs === "number" && { rttMs }) }];
  });

/** When some vantage saw the path up again; never, as far as the record goes. */
const wellAgainAt = ({ paths }: RecordedHistory, { fromPathId, openedAtMs }: Incident): number =>
  Math.min(
    ...paths
      .filter(({ pathId }) => pathId === fromPathId)
      .flatMap(({ changes }) => changes)
      .filter(({ to, sinceMs }) => to === "up" && sinceMs > openedAtMs)
      .map(({ sinceMs }) => sinceMs),
  );

function lossOf(
  ofPath: readonly Seen[],
  fromMs: number,
  provenMs: number | undefined,
  wellAgainMs: number,
): IncidentRecord["loss"] {
  const untilMs = provenMs ?? wellAgainMs;
  const samples = ofPath.flatMap((one) => one.samples).filter(({ atMs }) => atMs >= fromMs && atMs <= untilMs);
  const known = samples.filter(({ source }) => source !== "assumed");
  return {
    fromMs,
    ...(provenMs !== undefined && { toMs: provenMs }),
    lostCount: known.filter(({ rttMs }) => rttMs === null).length,
    knownCount: known.length,
    missingCount: samples.length - known.length,
  };
}

/** What was decided: the rule as the refusal was published, the words as the incident wrote them down. */
function decisionOf({ id, timeline, status }: Incident, events: readonly SkylaneEvent[]): IncidentRecord["decision"] {
  const refusal = events.find((one) => one.type === "failover.refused.v1" && one.data.incidentId === id);
  const rule = refusal?.type === "failover.refused.v1" ? refusal.data.rule : undefined;
  const line = timeline.find(({ what }) => what.startsWith("held: ") || what.startsWith("guards passed: "))?.what;
  if (line?.startsWith("held: ") || status === "refused")
    return { kind: "hold", ...(rule !== undefined && { rule }), says: line ?? "nothing was touched" };
  if (line === undefined) return { kind: "open", says: "no decision is written down" };
  return { kind: line.endsWith("verify") ? "verify" : "switch", says: line };
}

function callsOf(incident: Incident, plan: FailoverPlan): IncidentRecord["calls"] {
  if (incident.preImages.length === 0) return [];
  const readBack = { moved: "shown", "failed-back": "restored", "rolled-back": "restored" } as const;
  return changesTo(plan, incident.toPathId).map((change) => {
    const before = incident.preImages.find(({ changeId }) => changeId === change.id);
    const known = readBack[incident.status as keyof typeof readBack] ?? "unknown";
    return { change, ...(before && { before }), readBack: before ? known : "unknown" };
  });
}

/** What happens from here on, in sentences. */
function nextOf(incident: Incident, config: SkylaneConfig, plan: FailoverPlan | undefined): string[] {
  const { fromPathId: from, toPathId: to, status } = incident;
  const failback = config.groups.find(({ id }) => id === incident.groupId)?.failback;
  if (status === "moved") {
    const others = plan ? targetsOf(plan).filter((pathId) => pathId !== to) : [];
    return [
      failback?.mode === "auto"
        ? `Traffic goes back to ${from} by itself once it was up for ${failback.stableWindowMs / 1000} s without a change; more if the group was moved often of late.`
        : `Traffic stays on ${to} until a person moves it back: skylane failover back ${incident.id}`,
      others.length > 0
        ? `If ${to} fails as well, a person decides; the plan has ${others.join(", ")} left.`
        : `If ${to} fails as well, no other path is left in the plan.`,
    ];
  }
  if (status === "needs-human")
    return ["A person is needed: some routes may be half changed. Nothing is moved by itself until then."];
  if (status === "open") return ["The incident is still open."];
  if (status === "repaired-by-routing")
    return [`Routing has moved the traffic of ${from} by itself; Skylane holds no route of it.`];
  return [`The group's traffic belongs on ${from}; its plan stands by for the next failure.`];
}
