import type { ChosenWay, PathPlan, PlannedFlow } from "@skylane/core";
import colors from "picocolors";
import { table } from "../output.ts";
import { plain } from "../report/plain.ts";
import { count, counted, rate, usd } from "../report/words.ts";

const SHOWN_BUNDLES = 20;

/** A plan for people: what it costs against the others, who goes where, what is opened and closed, what is not survived. */
export function tellPlan(plan: PathPlan, elapsedMs: number): string {
  const { comparison, coverage, isAtLeast } = plan;
  const cost = `${isAtLeast ? "at least " : ""}${usd(plan.monthlyUsd)} a month`;
  const today = comparison.today.monthlyUsd;
  const saved = today - plan.monthlyUsd;
  return [
    `${colors.bold(cost)}, ${saved >= 0 ? colors.green(`${usd(saved)} less`) : colors.yellow(`${usd(-saved)} more`)} than today; ${colors.dim(`objective ${plan.objective}, ${proof(plan)}, ${count(plan.flows.length)} flows, ${(elapsedMs / 1_000).toFixed(2)} s`)}`,
    "",
    table(
      ["chosen by", "a month", "kept to the same rules", "what it breaks"],
      [
        ["this plan, all flows together", usd(plan.monthlyUsd), usd(plan.monthlyUsd), colors.green("nothing")],
        ...(
          [
            ["today's routing", comparison.today],
            ["each flow the cheapest way for itself", comparison.cheapestPerFlow],
            ["everything over the internet", comparison.allInternet],
          ] as const
        ).map(([name, { monthlyUsd, equalMonthlyUsd, broken }]) => [
          name,
          usd(monthlyUsd),
          equalMonthlyUsd === undefined ? colors.dim("cannot be") : usd(equalMonthlyUsd),
          broken.length === 0
            ? colors.green("nothing")
            : `${plain(broken[0] ?? "", 90)}${broken.length > 1 ? colors.dim(` and ${broken.length - 1} more`) : ""}`,
        ]),
      ],
    ),
    "",
    tellFlows(plan.flows),
    ...tellLinks(plan),
    "",
    `${coverage.gaps.length === 0 ? colors.green("●") : colors.yellow("◐")} ${count(coverage.survivedCount)} of ${count(coverage.caseCount)} single failures on the ways of the flows are survived${tellGaps(plan)}`,
    ...plan.refused.map(({ flowId, constraint, relaxation }) =>
      colors.red(`✕ ${plain(flowId)} has no allowed way: ${plain(constraint, 200)} ${plain(relaxation, 200)}`),
    ),
    ...(isAtLeast
      ? [
          colors.yellow(`◐ ${counted(plan.missingPrices.length, "price")} not known, so it costs that much at least:`),
          ...plan.missingPrices.slice(0, 5).map((missing) => colors.dim(`    ${plain(missing, 200)}`)),
          ...(plan.missingPrices.length > 5
            ? [colors.dim(`    and ${plan.missingPrices.length - 5} more; --json has all`)]
            : []),
        ]
      : []),
    colors.dim(
      `\nPlan ${plan.hash}. Nothing was changed. Why: skylane paths explain <flow>. How: skylane paths export.`,
    ),
  ].join("\n");
}

const proof = ({ gap, method }: PathPlan): string =>
  gap === 0
    ? "proven best"
    : `${method === "fast" ? "within" : "proven within"} ${(gap * 100).toFixed(2)} % of the best`;

/** `dx-use1-1`, `vpn-a › vpn-b`. */
export const wayText = (ids: readonly string[] | undefined): string =>
  ids === undefined ? "–" : ids.length === 0 ? "inside the network" : ids.map((id) => plain(id, 40)).join(" › ");

const same = (a: ChosenWay | null, b: ChosenWay | null): boolean =>
  JSON.stringify(a?.connectionIds) === JSON.stringify(b?.connectionIds);

function tellFlows(flows: readonly PlannedFlow[]): string {
  const bundles = [
    ...Map.groupBy(flows, ({ primary, backup, today }) =>
      JSON.stringify([primary.connectionIds, backup?.connectionIds, today?.connectionIds]),
    ).values(),
  ].sort((a, b) => gbOf(b) - gbOf(a) || b.length - a.length);
  const rows = bundles.slice(0, SHOWN_BUNDLES).map((bundle) => {
    const [first] = bundle as [PlannedFlow];
    const isMoved = !same(first.primary, first.today);
    return [
      String(bundle.length),
      `${count(Math.round(gbOf(bundle)))} GB`,
      isMoved ? colors.yellow("move") : colors.dim("stay"),
      wayText(first.primary.connectionIds),
      first.primary.rttMs === undefined ? "?" : `${first.primary.rttMs} ms`,
      wayText(first.backup?.connectionIds),
      isMoved ? wayText(first.today?.connectionIds) : "",
      usd(bundle.reduce((sum, { transferMonthlyUsd }) => sum + transferMonthlyUsd, 0)),
    ];
  });
  return [
    table(["flows", "a month", "", "primary", "latency", "backup", "today", "transfer"], rows),
    ...(bundles.length > SHOWN_BUNDLES
      ? [colors.dim(`and ${bundles.length - SHOWN_BUNDLES} more pairs of ways; --json has all`)]
      : []),
  ].join("\n");
}

const gbOf = (flows: readonly PlannedFlow[]): number => flows.reduce((sum, { monthlyGb = 0 }) => sum + monthlyGb, 0);

function tellLinks({ links }: PathPlan): readonly string[] {
  const changed = links.filter(({ action }) => action !== "keep");
  if (changed.length === 0) return [];
  const marks = {
    close: colors.green("close"),
    open: colors.yellow("open"),
    expand: colors.yellow("second port"),
    keep: "",
  };
  return [
    "",
    table(
      ["link", "", "fee a month", "load", "after the worst failure"],
      changed.map(({ connectionId, action, monthlyUsd, loadMbps, worstLoadMbps }) => [
        plain(connectionId, 40),
        marks[action],
        monthlyUsd === undefined ? "?" : usd(monthlyUsd),
        rate(loadMbps),
        rate(worstLoadMbps),
      ]),
    ),
  ];
}

function tellGaps({ coverage: { gaps } }: PathPlan): string {
  if (gaps.length === 0) return ".";
  const flows = new Set(gaps.map(({ flowId }) => flowId)).size;
  const noRoom = gaps.filter(({ because }) => because === "no-room").length;
  return `; ${count(gaps.length)} are not, of ${counted(flows, "flow")}: ${noRoom === 0 ? "no other way avoids them" : `${noRoom} for want of room or money, the others because no other way avoids them`}.`;
}
