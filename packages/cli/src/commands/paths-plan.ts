import { choosePaths } from "@skylane/engine";
import type { Command } from "commander";
import colors from "picocolors";
import { print, table } from "../output.ts";
import { type ChooseOptions, choose, withChooseOptions } from "../paths/choose.ts";
import { wayText } from "../paths/tell-plan.ts";
import { plain } from "../report/plain.ts";
import { count, counted } from "../report/words.ts";

/** `skylane paths plan`: where each flow goes at each single failure, the order of the moves, and what is not survived. */
export const addPathsPlan = (paths: Command): void => {
  withChooseOptions(
    paths
      .command("plan")
      .description(
        "failover plans for every flow and single failure, what no plan survives, and the order of the moves; changes nothing",
      ),
  ).action(async (options: ChooseOptions) => {
    const { session, plan } = await choose(options);
    const { groups, flows, policies } = session.facts.config;
    const connections = [...session.facts.inventory.values()];
    const failoverPlans = groups.flatMap((group) => choosePaths(group, { connections, policies, flows }) ?? []);
    const ofFlows = plan.flows.map(({ flowId, primary, backup }) => ({
      flowId,
      primary: primary.connectionIds,
      backup: backup?.connectionIds ?? null,
      notSurvived: plan.coverage.gaps
        .filter((gap) => gap.flowId === flowId)
        .map(({ riskId, because }) => ({ riskId, because })),
    }));
    const answer = { hash: plan.hash, coverage: plan.coverage, failoverPlans, flows: ofFlows, moves: plan.moves };
    print(options.json === true, answer, () => tell(answer));
  });
};

function tell({
  coverage,
  failoverPlans,
  moves,
}: {
  readonly coverage: Awaited<ReturnType<typeof choose>>["plan"]["coverage"];
  readonly failoverPlans: readonly NonNullable<ReturnType<typeof choosePaths>>[];
  readonly moves: Awaited<ReturnType<typeof choose>>["plan"]["moves"];
}): string {
  const byRisk = [...Map.groupBy(coverage.gaps, ({ riskId, because }) => `${riskId}\n${because}`)].sort(
    (a, b) => b[1].length - a[1].length,
  );
  return [
    colors.bold("Failover plans of the groups"),
    table(
      ["group", "primary", "fails with", "then"],
      failoverPlans.flatMap(({ groupId, primaryPathId, cases }) =>
        cases.map(({ riskId, toPathId }, i) => [
          i === 0 ? plain(groupId, 40) : "",
          i === 0 ? plain(primaryPathId, 40) : "",
          plain(riskId, 60),
          toPathId === undefined ? colors.red("✕ stay, and page a person") : plain(toPathId, 40),
        ]),
      ),
    ),
    "",
    `${colors.bold("Coverage of all flows")}  ${count(coverage.survivedCount)} of ${count(coverage.caseCount)} single failures are survived.`,
    ...(byRisk.length === 0
      ? []
      : [
          table(
            ["without", "flows lost", "of them critical", ""],
            byRisk
              .slice(0, 20)
              .map(([, gaps]) => [
                plain(gaps[0]?.riskId ?? "", 60),
                String(gaps.length),
                String(gaps.filter((gap) => gap.class === "critical").length),
                colors.dim(gaps[0]?.because === "no-room" ? "a way exists, but has no room" : "no other allowed way"),
              ]),
          ),
        ]),
    "",
    `${colors.bold("Order of the moves")}  ${moves.steps.length === 0 && moves.closeLast.length === 0 ? "nothing moves." : ""}`,
    ...[...moves.openFirst, ...moves.expandFirst.map((id) => `second port of ${id}`)].map(
      (id, i) => `  ${i === 0 ? "first open  " : "            "}${plain(id, 60)}`,
    ),
    ...moves.steps.map(
      ({ flowIds, from, to, isDetour }, i) =>
        `  ${String(i + 1).padStart(3)}. ${counted(flowIds.length, "flow")}: ${wayText(from)} ${colors.dim("→")} ${wayText(to)}${isDetour ? colors.dim("  (a detour, taken back later)") : ""}`,
    ),
    ...(moves.closeLast.length === 0 ? [] : [`  last close  ${moves.closeLast.map((id) => plain(id, 60)).join(", ")}`]),
    ...moves.blocked.map(({ flowId, connectionId, lacksMbps }) =>
      colors.red(
        `  ✕ ${plain(flowId)} cannot be moved: ${plain(connectionId)} lacks ${count(Math.ceil(lacksMbps))} Mbps`,
      ),
    ),
  ].join("\n");
}
