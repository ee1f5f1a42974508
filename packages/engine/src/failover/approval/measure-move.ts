import type { ApprovalSettings, BlastRadius, ConnectionGroup, Flow } from "@skylane/core";
import { neededMbps } from "../../topology/index.ts";

/** What a move of a group touches, beside the groups that are away already; pure. */
export function measureMove(
  group: Pick<ConnectionGroup, "id">,
  flows: readonly Flow[],
  awayGroupIds: ReadonlySet<string>,
): BlastRadius {
  const own = flows.filter(({ groupId }) => groupId === group.id);
  const sum = (of: (flow: Flow) => number): number => own.reduce((total, flow) => total + of(flow), 0);
  return {
    groupCount: new Set([...awayGroupIds, group.id]).size,
    flowCount: own.length,
    criticalFlowCount: own.filter((flow) => flow.class === "critical").length,
    neededMbps: sum(neededMbps),
    monthlyGb: sum(({ monthlyGb = 0, replyMonthlyGb = 0 }) => monthlyGb + replyMonthlyGb),
  };
}

/** In which respects a move reaches further than one may decide alone, for people; `undefined` if in none. */
export function whyTooFar(radius: BlastRadius, limits: ApprovalSettings): string | undefined {
  const beyond = [
    { is: radius.groupCount, limit: limits.maxGroupCount, what: "groups off their primary path" },
    { is: radius.flowCount, limit: limits.maxFlowCount, what: "flows" },
    { is: radius.criticalFlowCount, limit: limits.maxCriticalFlowCount, what: "critical flows" },
    { is: radius.neededMbps, limit: limits.maxNeededMbps, what: "Mbps at the peak" },
    { is: radius.monthlyGb, limit: limits.maxMonthlyGb, what: "GB a month" },
  ].filter(({ is, limit }) => is > limit);
  if (beyond.length === 0) return undefined;
  return beyond.map(({ is, limit, what }) => `${Math.round(is)} ${what} (${limit} are allowed)`).join(", ");
}
