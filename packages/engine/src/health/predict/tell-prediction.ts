import type { DrainProposal, EventDraft, GroupId } from "@skylane/core";
import { lineAt } from "../detect/trend.ts";
import type { JudgedPath } from "./judge-vantage.ts";

const HOURS_A_DAY = 24;

/** What is told of a path that is likely to get worse, or to do so much sooner than was told. */
export function pathPredicted(
  { path, record, told }: JudgedPath,
  more: { readonly groupId: GroupId; readonly proposal: DrainProposal },
): EventDraft<"health.degradation-predicted.v1"> {
  const { watch, risk, seen, limits } = path;
  const { round } = seen;
  const { pathId, vantageId, slotMs } = record;
  const line = watch.trend && lineAt(watch.trend, slotMs);
  return {
    type: "health.degradation-predicted.v1",
    subject: pathId,
    epoch: slotMs,
    seq: 0,
    idempotencyKey: `${vantageId}:${pathId}:${slotMs}:predicted`,
    data: {
      vantageId,
      slotMs,
      probability: risk.probability,
      ...(risk.leadTimeMs !== undefined && { leadTimeMs: risk.leadTimeMs }),
      signs: [...risk.signs],
      about: {
        kind: "path",
        pathId,
        groupId: more.groupId,
        isWorse: told === "worse",
        evidence: {
          lossRatio: round.lostCount / round.sentCount,
          usualLossRatio: watch.lossGrowth.usualLossRatio,
          ...(round.rttP50Ms !== undefined && { rttP50Ms: round.rttP50Ms }),
          ...limits,
          ...(line && { rttMsPerHour: line.perDay / HOURS_A_DAY }),
        },
        proposal: more.proposal,
      },
    },
  };
}

/** What is told of a path of which something was predicted that is over. */
export function pathPassed({ path, record }: JudgedPath, groupId: GroupId): EventDraft<"health.degradation-passed.v1"> {
  const { pathId, vantageId, slotMs } = record;
  const { sinceMs = slotMs, cameAtMs } = path.before?.episode ?? {};
  return {
    type: "health.degradation-passed.v1",
    subject: pathId,
    epoch: slotMs,
    seq: 0,
    idempotencyKey: `${vantageId}:${pathId}:${slotMs}:passed`,
    data: {
      vantageId,
      slotMs,
      sinceMs,
      about: { kind: "path", pathId, groupId, ...(cameAtMs !== undefined && { cameAtMs }) },
    },
  };
}

/** What is told of a vantage most of whose paths look bad at once. */
export function vantagePredicted(
  together: readonly JudgedPath[],
  pathCount: number,
): EventDraft<"health.degradation-predicted.v1"> {
  const { vantageId, slotMs } = sharedBy(together);
  const risks = together.map(({ path }) => path.risk);
  const leadTimesMs = risks.flatMap(({ leadTimeMs }) => leadTimeMs ?? []);
  return {
    type: "health.degradation-predicted.v1",
    subject: vantageId,
    epoch: slotMs,
    seq: 0,
    idempotencyKey: `${vantageId}:*:${slotMs}:predicted`,
    data: {
      vantageId,
      slotMs,
      probability: Math.max(...risks.map(({ probability }) => probability)),
      ...(leadTimesMs.length > 0 && { leadTimeMs: Math.min(...leadTimesMs) }),
      signs: [...new Set(risks.flatMap(({ signs }) => signs))],
      about: { kind: "vantage", pathIds: together.map(({ record }) => record.pathId), pathCount },
    },
  };
}

/** What is told once none of its paths is suspect together with the others any more. */
export function vantagePassed(
  together: readonly JudgedPath[],
  pathCount: number,
): EventDraft<"health.degradation-passed.v1"> {
  const { vantageId, slotMs } = sharedBy(together);
  return {
    type: "health.degradation-passed.v1",
    subject: vantageId,
    epoch: slotMs,
    seq: 0,
    idempotencyKey: `${vantageId}:*:${slotMs}:passed`,
    data: {
      vantageId,
      slotMs,
      sinceMs: Math.min(...together.map(({ path }) => path.before?.episode?.sinceMs ?? slotMs)),
      about: { kind: "vantage", pathIds: together.map(({ record }) => record.pathId), pathCount },
    },
  };
}

function sharedBy([first]: readonly JudgedPath[]): JudgedPath["record"] {
  if (!first) throw new RangeError("a vantage is told of only with paths");
  return first.record;
}
