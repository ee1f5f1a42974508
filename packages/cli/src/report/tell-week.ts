import { RecoveryPhase, type WeekReport } from "@skylane/core";
import colors from "picocolors";
import { span, table } from "../output.ts";

const SHOWN_PATHS = 10;

/** A week for a terminal: what needs people first. */
export function tellWeek(report: WeekReport): string {
  const { estate, week, isWhole, needs, drills, savings, costs } = report;
  return [
    colors.bold(`${estate}, week ${week}${isWhole ? "" : ", which is not over"}`),
    needs.length === 0
      ? colors.green("Nothing needs people.")
      : needs
          .map(
            ({ tone, what, detail }) => `${tone === "bad" ? colors.red("✕") : colors.yellow("◐")} ${what}: ${detail}`,
          )
          .join("\n"),
    tellRecovery(report),
    tellPaths(report),
    `Drills: ${drills.runs.filter(({ status }) => status === "passed").length} of ${drills.runs.length} passed; ${drills.overdue.length} groups not drilled for a quarter.`,
    `Savings a month: ${usd(savings.open.monthlyUsd)} wait, ${usd(savings.taken.monthlyUsd)} taken this week, ${usd(savings.verified.monthlyUsd)} verified by the bill.`,
    costs
      ? `Costs: ${usd(costs.usd)}, ${usd(costs.usdBefore)} the week before.`
      : "Costs: no bill of this week is there.",
  ].join("\n\n");
}

function tellRecovery({ recovery: { rto, phases, judgedCount, withinCount, probes } }: WeekReport): string {
  if (!rto) return "Recovery: no failover this week.";
  const rows = [...RecoveryPhase.options.map((phase) => [phase, phases[phase]] as const), ["in all", rto] as const];
  return [
    `Recovery${judgedCount > 0 ? `: ${withinCount} of ${judgedCount} as promised` : ""}`,
    table(
      ["part", "known of", "p50", "p95", "longest"],
      rows.map(([name, spread]) => [
        name,
        String(spread?.count ?? 0),
        ...[spread?.p50Ms, spread?.p95Ms, spread?.maxMs].map((ms) => (ms === undefined ? "–" : span(ms))),
      ]),
      [1, 2, 3, 4],
    ),
    ...(probes.moveCount > 0 ? [`${probes.lostCount} of ${probes.knownCount} probes were lost meanwhile.`] : []),
  ].join("\n");
}

function tellPaths({ availability: { paths } }: WeekReport): string {
  const rows = paths
    .slice(0, SHOWN_PATHS)
    .map(({ pathId, availabilityRatio, objectiveRatio, downMinutes }) => [
      pathId,
      availabilityRatio === undefined ? colors.dim("not seen") : percent(availabilityRatio),
      objectiveRatio === undefined ? "–" : percent(objectiveRatio),
      downMinutes === 0 ? "0 min" : span(downMinutes * 60_000),
    ]);
  const head = `Availability of paths${paths.length > SHOWN_PATHS ? `, the ${SHOWN_PATHS} least of ${paths.length}` : ""}`;
  return `${head}\n${table(["path", "available", "promised", "down"], rows, [1, 2, 3])}`;
}

/** Down, never up: what is short of an objective must not look like it. */
const percent = (ratio: number): string => `${Number((Math.floor(ratio * 1e5 + 1e-6) / 1e3).toFixed(3))} %`;
const usd = (amount: number): string => `$${Math.round(amount).toLocaleString("en-US")}`;
