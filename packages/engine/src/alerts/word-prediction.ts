import type { Alert, DegradationPredicted, DegradationSign, DrainProposal, EventOf } from "@skylane/core";

type PathPredicted = Extract<DegradationPredicted["about"], { kind: "path" }>;
type Evidence = PathPredicted["evidence"];

const MINUTE_MS = 60_000;

/** A warning: what is likely, by when, what was seen of it, and the order that would take traffic off in time. */
export function wordPrediction({ id, time, data }: EventOf<"health.degradation-predicted.v1">): Alert {
  const { about, vantageId, signs } = data;
  const base = { id, urgency: "notice", action: "trigger", dedupKey: keyOf(data), atMs: Date.parse(time) } as const;
  if (about.kind === "vantage")
    return {
      ...base,
      title: `${about.pathIds.length} of ${about.pathCount} paths of vantage ${vantageId} look bad at once: it is the vantage that is suspect`,
      lines: [
        `seen: ${signs.map((sign) => SIGN_NAMES[sign]).join(", ")}`,
        `paths: ${about.pathIds.join(", ")}`,
        "look at the vantage before any path is drained",
      ],
    };
  return {
    ...base,
    title: `${about.groupId}: ${about.pathId} is likely to get worse (${percent(data.probability)})${soon(data.leadTimeMs)}${about.isWorse ? ", sooner than was told" : ""}`,
    lines: [
      ...signs.map((sign) => wordSign(sign, about.evidence)),
      `seen from ${vantageId}; nothing was moved`,
      wordProposal(about, signs),
    ],
    groupId: about.groupId,
  };
}

/** The end of a warning: it resolves the alert of the prediction. */
export function wordPassed({ id, time, data }: EventOf<"health.degradation-passed.v1">): Alert {
  const { about, vantageId, sinceMs, slotMs } = data;
  const base = { id, urgency: "notice", action: "resolve", dedupKey: keyOf(data), atMs: Date.parse(time) } as const;
  const lasted = `predicted ${minutes(slotMs - sinceMs)} ago`;
  if (about.kind === "vantage")
    return { ...base, title: `vantage ${vantageId}: its paths look well again`, lines: [lasted] };
  const came =
    about.cameAtMs === undefined
      ? "it did not come: the path was never worse than when it was told"
      : `it came ${minutes(about.cameAtMs - sinceMs)} after it was told`;
  return {
    ...base,
    title: `${about.groupId}: ${about.pathId} looks well again`,
    lines: [lasted, came],
    groupId: about.groupId,
  };
}

/** A connection that fills up: by when, between when and when, and what the figures are. */
export function wordExhaustion({ id, time, data }: EventOf<"health.capacity-exhaustion-predicted.v1">): Alert {
  const { estate, connectionId, bandwidthMbps, utilisationRatio, limitRatio } = data;
  const { exhaustedAtMs, soonestAtMs, latestAtMs } = data;
  const atMs = Date.parse(time);
  const when = exhaustedAtMs <= atMs ? "is full now" : `will be full about ${day(exhaustedAtMs)}`;
  const until = latestAtMs === undefined ? "or much later: the growth is not sure" : `to ${day(latestAtMs)}`;
  return {
    id,
    urgency: "notice",
    action: "trigger",
    dedupKey: `skylane:capacity:${estate}:${connectionId}`,
    title: `${estate}: ${connectionId} ${when} (${percent(data.probability)} within 90 days)`,
    lines: [
      `from ${day(soonestAtMs)} ${until}`,
      `mean of the last 30 days: ${percent(utilisationRatio)} of ${bandwidthMbps} Mbps, both directions together`,
      `counted as full at ${percent(limitRatio)}, for busy hours are about twice the mean`,
      "order capacity, or see what could go another way: skylane paths optimise",
    ],
    atMs,
  };
}

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** One alert for each path and vantage, or for the vantage: the end resolves what the beginning raised. */
function keyOf({ vantageId, about }: Pick<DegradationPredicted, "vantageId"> & { about: { kind: string } }): string {
  const of = "pathId" in about ? `path:${String(about.pathId)}` : "all";
  return `skylane:prediction:${vantageId}:${of}`;
}

const SIGN_NAMES: Readonly<Record<DegradationSign, string>> = {
  "loss-burst": "answers are lost in bursts",
  "loss-growth": "loss grows",
  jitter: "round trips scatter more than they do",
  "level-shift": "round trips went up at once",
  drift: "round trips go up bit by bit",
};

function wordSign(sign: DegradationSign, evidence: Evidence): string {
  const name = SIGN_NAMES[sign];
  const { lossRatio, usualLossRatio, limitLossRatio, rttP50Ms, limitRttMs, rttMsPerHour } = evidence;
  if (sign === "loss-burst" || sign === "loss-growth")
    return `${name}: ${percent(lossRatio)} in the last minute, ${percent(usualLossRatio)} as a rule; degraded above ${percent(limitLossRatio)}`;
  if (rttP50Ms === undefined || limitRttMs === undefined) return name;
  const rate = sign === "drift" && rttMsPerHour !== undefined ? `, ${rttMsPerHour.toFixed(1)} ms more an hour` : "";
  return `${name}: ${rttP50Ms.toFixed(1)} ms${rate}; degraded above ${limitRttMs.toFixed(1)} ms`;
}

const WHY_NONE: Readonly<Record<Extract<DrainProposal, { kind: "none" }>["why"], string>> = {
  "carries-nothing": "it carries nothing now, so there is nothing to drain: see to it before it is needed",
  "move-active": "a move of the group is under way or stands: end it before another is ordered",
  "no-plan": "no failover plan is stored for the group, so there is nowhere to drain to",
  "no-allowed-backup": "no other path is allowed, so there is nowhere to drain to",
  "backup-not-healthy": "no other path is healthy, so there is nowhere to drain to",
};

function wordProposal({ proposal, pathId }: PathPredicted, signs: readonly DegradationSign[]): string {
  if (proposal.kind === "none") return WHY_NONE[proposal.why];
  const reason = `predicted for ${pathId}: ${signs.join(", ")}`;
  return `to move to ${proposal.toPathId} while it works: skylane failover drain ${proposal.connectionId} --by "$USER" --reason "${reason}"`;
}

const percent = (ratio: number): string => `${(ratio * 100).toFixed(ratio < 0.1 ? 1 : 0)} %`;
const minutes = (ms: number): string => `${Math.round(ms / MINUTE_MS)} min`;

function soon(leadTimeMs: number | undefined): string {
  if (leadTimeMs === undefined) return "";
  return leadTimeMs < MINUTE_MS ? ", any moment" : `, in about ${minutes(leadTimeMs)}`;
}
