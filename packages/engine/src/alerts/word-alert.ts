import type { Alert, alertingEventTypes, EventOf } from "@skylane/core";
import { wordCosts } from "./word-costs.ts";
import { wordDrill } from "./word-drill.ts";
import { wordIntent } from "./word-intent.ts";
import { type PeopleEvent, wordPeople } from "./word-people.ts";
import { wordExhaustion, wordPassed, wordPrediction } from "./word-prediction.ts";
import { wordSlo } from "./word-slo.ts";

/** Events a person is told about. */
export type AlertingEventType = (typeof alertingEventTypes)[number];
export type AlertingEvent = { [Type in AlertingEventType]: EventOf<Type> }[AlertingEventType];

/**
 * The alert for an event, or `undefined` if nobody need be told; pure and deterministic, the event's id is the alert's.
 * A completed move opens an incident that the fail back resolves.
 */
export function wordAlert(event: AlertingEvent): Alert | undefined {
  switch (event.type) {
    case "health.degradation-predicted.v1":
      return wordPrediction(event);
    case "health.degradation-passed.v1":
      return wordPassed(event);
    case "health.capacity-exhaustion-predicted.v1":
      return wordExhaustion(event);
    case "slo.burn-rate-exceeded.v1":
    case "slo.burn-rate-recovered.v1":
      return wordSlo(event);
    case "topology.drift-found.v1":
      return wordDrift(event);
    case "paths.recommendation-made.v1":
      return wordRecommendation(event);
    case "failover.override-set.v1":
      return wordOverrideSet(event);
    case "failover.approval-asked.v1":
    case "failover.approval-decided.v1":
    case "failover.kill-switch-set.v1":
    case "access.refused.v1":
      return wordPeople(event);
    case "intent.submitted.v1":
    case "intent.step-completed.v1":
      return undefined;
    case "intent.clarification-asked.v1":
    case "intent.approval-asked.v1":
    case "intent.approved.v1":
    case "intent.rejected.v1":
    case "intent.fulfilled.v1":
    case "intent.rolled-back.v1":
    case "intent.undone.v1":
      return wordIntent(event);
    case "drill.completed.v1":
    case "drill.aborted.v1":
      return wordDrill(event);
    case "regions.region-taken.v1":
      return wordRegionTaken(event);
    case "cost.rows-ingested.v1":
    case "cost.anomaly-found.v1":
    case "cost.recommendation-raised.v1":
    case "cost.budget-exceeded.v1":
    case "cost.residual-found.v1":
    case "cost.check-failed.v1":
      return wordCosts(event);
    default:
      return wordMove(event);
  }
}

const dollars = (usd: number): string => `$${Math.round(usd).toLocaleString("en-US")}`;

function wordRecommendation({ id, time, data }: EventOf<"paths.recommendation-made.v1">): Alert {
  const { estate, planHash, monthlyUsd, todayMonthlyUsd, isAtLeast, movedFlowCount, links, unsurvivedCount } = data;
  const named = (action: (typeof links)[number]["action"]): readonly string[] => {
    const ids = links.filter((link) => link.action === action).map(({ connectionId }) => connectionId);
    return ids.length === 0 ? [] : [`${action}: ${ids.join(", ")}`];
  };
  return {
    id,
    urgency: "notice",
    action: "trigger",
    dedupKey: `skylane:paths:${estate}:${planHash}`,
    title: `${estate}: other paths for ${movedFlowCount} ${movedFlowCount === 1 ? "flow" : "flows"} would cost ${isAtLeast ? "at least " : ""}${dollars(monthlyUsd)} a month instead of ${dollars(todayMonthlyUsd)}`,
    lines: [
      ...named("close"),
      ...named("open"),
      ...named("expand"),
      `${unsurvivedCount} single failures of flows would not be survived`,
      `nothing was changed; plan ${planHash}: skylane paths explain, skylane paths export`,
    ],
    atMs: Date.parse(time),
  };
}

/** Nobody is told of the first Region to act: that is how it should be. */
function wordRegionTaken({ id, time, data }: EventOf<"regions.region-taken.v1">): Alert | undefined {
  const { regionId, fromRegionId, epoch } = data;
  if (fromRegionId === undefined) return undefined;
  return {
    id,
    urgency: "page",
    action: "trigger",
    dedupKey: `skylane:region:${epoch}`,
    title: `Skylane acts from ${regionId} now: ${fromRegionId} does not stir`,
    lines: [
      "moves that were under way are taken up; traffic of healthy paths was not touched",
      `${fromRegionId} stays standby when it comes back, until ${regionId} fails`,
    ],
    atMs: Date.parse(time),
  };
}

const DRIFT_LINES = 5;

function wordDrift({ id, time, data }: EventOf<"topology.drift-found.v1">): Alert {
  const flowIds = new Set(data.drifts.flatMap((drift) => drift.flowIds));
  return {
    id,
    urgency: "notice",
    action: "trigger",
    dedupKey: `skylane:drift:${data.snapshotKey}`,
    title: `${data.estate}: ${data.totalCount} ${data.totalCount === 1 ? "change" : "changes"} of the network, ${flowIds.size} flows touched`,
    lines: data.drifts.slice(0, DRIFT_LINES).map(({ kind, what, subject, changes }) => {
      const [first] = changes;
      return `${what} ${kind}: ${subject}${first ? ` (${first.field}: ${first.before || "nothing"} → ${first.after || "nothing"})` : ""}`;
    }),
    atMs: Date.parse(time),
  };
}

const OVERRIDE_WHY = {
  "lease-ran-out": "its lease ran out: what moved the traffic has not answered for it any more",
  "target-down": "the path it sent traffic to is down, and the primary is not",
} as const;

/** A page, unless the routes were where they belong already. */
function wordOverrideEnd({
  groupId,
  fromPathId,
  why,
  outcome,
  awayCount,
  reason,
}: EventOf<"failover.override-ended.v1">["data"]): Pick<Alert, "urgency" | "title" | "lines"> {
  const because = OVERRIDE_WHY[why];
  if (outcome === "restored")
    return {
      urgency: awayCount === 0 ? "notice" : "page",
      title: `${groupId}: the watchdog ended the override, routes are as before the move`,
      lines: [because, `${awayCount} routes put back towards ${fromPathId}; whether traffic arrives was not proven`],
    };
  return {
    urgency: "page",
    title:
      outcome === "conflict"
        ? `${groupId}: the override must end, but somebody else has changed its routes`
        : `${groupId}: the watchdog cannot put the routes back`,
    lines: [
      because,
      reason,
      outcome === "conflict" ? "nothing was touched: look at them now" : "it tries again every minute",
    ],
  };
}

const ORDERED = { avoid: "is to be avoided", prefer: "is to be kept to", auto: "is left to Skylane again" } as const;

function wordOverrideSet({ id, time, data }: EventOf<"failover.override-set.v1">): Alert {
  const { pathId, groupId, to, by, reason, untilMs } = data;
  return {
    id,
    urgency: "notice",
    action: to === "auto" ? "resolve" : "trigger",
    dedupKey: `skylane:path:${pathId}`,
    title: `${groupId}: ${pathId} ${ORDERED[to]}`,
    lines: [
      `${by}: ${reason}`,
      ...(untilMs === undefined ? [] : [`until ${new Date(untilMs).toISOString().slice(0, 16).replace("T", " ")} UTC`]),
    ],
    groupId,
    atMs: Date.parse(time),
  };
}

type MoveEvent = Exclude<
  Extract<AlertingEvent, { type: `failover.${string}` }>,
  PeopleEvent | { type: "failover.override-set.v1" }
>;

function wordMove(event: MoveEvent): Alert | undefined {
  const { incidentId, groupId, fromPathId, toPathId, partOf } = event.data;
  const to = toPathId ?? "no path";
  const base = {
    id: event.id,
    dedupKey: `skylane:${partOf ?? incidentId}`,
    groupId,
    incidentId,
    atMs: Date.parse(event.time),
  };
  const trigger = { ...base, action: "trigger" as const };
  switch (event.type) {
    case "failover.started.v1":
      return undefined;
    case "failover.completed.v1": {
      const { how, proof, elapsedMs } = event.data;
      const counted = `${proof.answeredCount} of ${proof.sentCount} requests answered, ${proof.pathPacketCount ?? "uncounted"} packets on the path`;
      const title =
        how === "moved"
          ? `${groupId}: traffic moved from ${fromPathId} to ${to}`
          : `${groupId}: routing moved traffic from ${fromPathId} by itself`;
      return {
        ...trigger,
        urgency: "notice",
        title,
        lines: [`proven by traffic: ${counted}`, `took ${(elapsedMs / 1000).toFixed(1)} s from the first sign`],
      };
    }
    case "failover.refused.v1": {
      const { rule, reason, isPage } = event.data;
      return {
        ...trigger,
        urgency: isPage ? "page" : "notice",
        title: `${groupId}: traffic was not moved`,
        lines: [`${rule}: ${reason}`, `${fromPathId} still carries the group`],
      };
    }
    case "failover.rolled-back.v1": {
      const { reason, isRestored } = event.data;
      return {
        ...trigger,
        urgency: "page",
        title: isRestored
          ? `${groupId}: move to ${to} undone`
          : `${groupId}: move to ${to} failed and could not be undone`,
        lines: [
          reason,
          isRestored ? "the routes are again what they were" : "routes may be half changed: look at them now",
        ],
      };
    }
    case "failover.override-ended.v1":
      return { ...trigger, ...wordOverrideEnd(event.data) };
    case "failover.failed-back.v1":
      return {
        ...base,
        action: event.data.isOutageOver ? "resolve" : "trigger",
        urgency: "notice",
        title: `${groupId}: traffic is on ${fromPathId} again`,
        lines: [`proven by ${event.data.proof.answeredCount} requests`],
      };
  }
}
