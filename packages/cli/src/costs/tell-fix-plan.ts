import type { CostFixPlan, PlannedOrder } from "@skylane/core";
import colors from "picocolors";
import { plain } from "../report/plain.ts";
import { counted, usd } from "../report/words.ts";

const VERDICTS = {
  ready: (says: string) => colors.green(`ready: ${says}`),
  "needs-approval": (says: string) => colors.yellow(`another person has to approve it: ${says}`),
  held: (says: string) => colors.red(`held: ${says}`),
} as const;
const HOUR_MS = 3_600_000;

/** What would change, group by group, what the guards say of it, and the orders that carry it out. Nothing was changed. */
export function tellFixPlan({ anomalyId, toConnectionId, cost, moves, left }: CostFixPlan): string {
  const { nowUsdPerDay, thenUsdPerDay } = cost;
  return [
    `Back to ${colors.bold(plain(toConnectionId, 200))}: ${usd(nowUsdPerDay)} a day now, ${colors.bold(usd(thenUsdPerDay))} then, at the rate of the last hour.`,
    ...moves.flatMap((move) => [
      `${colors.bold(move.groupId)}: ${move.fromPathId} → ${move.toPathId}, ${counted(move.movedFlowCount, "flow")} ${move.movedFlowCount === 1 ? "moves" : "move"}.`,
      ...move.changes.map((change) => `  ${plain(change, 300)}`),
      `  ${VERDICTS[move.guards.verdict](plain(move.guards.says, 300))}`,
      ...move.orders.map((order, i) => `  ${i + 1}. ${commandOf(order)}`),
    ]),
    ...left.map(
      ({ flowIds, why }) =>
        `${counted(flowIds.length, "flow")} no order brings back (${flowIds
          .slice(0, 3)
          .map((id) => plain(id, 80))
          .join(", ")}${flowIds.length > 3 ? ", …" : ""}): ${plain(why, 400)}.`,
    ),
    colors.dim(`Nothing was changed. Evidence: "skylane costs anomalies show ${anomalyId}".`),
  ].join("\n");
}

function commandOf(order: PlannedOrder): string {
  switch (order.kind) {
    case "fail-back":
      return `skylane failover back ${order.incidentId}`;
    case "prefer-path":
      return `skylane failover override ${order.pathId} --to prefer --for ${Math.round(order.forMs / HOUR_MS)}h --reason "${order.reason}"`;
    case "failover":
      return `skylane failover run ${order.groupId}`;
  }
}
