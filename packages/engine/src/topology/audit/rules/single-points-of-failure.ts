import { connectionKindNames, type Finding, type Flow, type TopologyConnection } from "@skylane/core";
import { findWay } from "../../ways/index.ts";
import { type AuditFacts, betweenEnds, counted, finding, firstOf } from "../facts.ts";

/** Connections without which at least one flow has no way left that its policy allows. */
export function singlePointsOfFailure({ ways }: AuditFacts): readonly Finding[] {
  const lost = new Map<TopologyConnection, Flow[]>();
  for (const placed of ways.flows) {
    const best = findWay(ways, placed, { isDead: () => false, isPolicyKept: true });
    for (const { connection } of best ?? []) {
      const other = findWay(ways, placed, { isDead: (hop) => hop.connection === connection, isPolicyKept: true });
      if (other) continue;
      const flows = lost.get(connection);
      if (flows) flows.push(placed.flow);
      else lost.set(connection, [placed.flow]);
    }
  }
  return [...lost].map(([connection, flows]) => {
    const critical = flows.filter((flow) => flow.class === "critical");
    return finding(connection.id, {
      rule: "single-point-of-failure",
      severity: critical.length > 0 ? "critical" : "high",
      title: `${counted(flows.length, "flow")} would be lost with one ${connectionKindNames[connection.kind]}: ${betweenEnds(connection)}`,
      subjects: [connection.id],
      evidence: [
        `Lost without it: ${firstOf(flows.map(({ id }) => id))}.`,
        ...(critical.length > 0 ? [`${critical.length} of them critical.`] : []),
        `They move ${Math.round(flows.reduce((sum, { monthlyGb }) => sum + (monthlyGb ?? 0), 0)).toLocaleString("en-US")} GB a month.`,
        "No other connection hears both ends' prefixes and is allowed by their policies.",
        ...(connection.carrier === undefined ? [] : [`It runs over ${connection.carrier}.`]),
      ],
      flowIds: flows.map(({ id }) => id),
      todo: `Add a second connection between the two places that shares no carrier, building or gateway with this one${
        connection.monthlyUsd === undefined
          ? ""
          : `; one more like it is ${connection.monthlyUsd.toLocaleString("en-US")} USD a month`
      }.`,
    });
  });
}
