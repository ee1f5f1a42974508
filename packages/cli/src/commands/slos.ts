import { SloList } from "@skylane/core";
import type { Command } from "commander";
import colors from "picocolors";
import { apiClient } from "../api-client.ts";
import { print, span, table } from "../output.ts";
import { type TargetOptions, withTarget } from "./target-options.ts";

/** `skylane slos`: what is left of the error budgets of paths. */
export const addSlos = (program: Command): void => {
  withTarget(
    program.command("slos").description("what is left of the error budgets of paths, and how fast it is used up"),
  ).action(async (options: TargetOptions) => {
    const list = await apiClient(options).get("/v1/slos", SloList);
    print(options.json === true, list, () => describeSlos(list));
  });
};

type Slo = SloList["slos"][number];

/** Windows that pages and tickets are decided by, ms: the long ones. */
const SHOWN_MS = [3_600_000, 21_600_000, 259_200_000];

/** The list as a table for people. */
export function describeSlos({ periodDays, slos }: SloList): string {
  if (periodDays === undefined)
    return "No SLOs are configured: put `slos: {}` into skylane.yaml for 99.95 % in four weeks of each path.";
  if (slos.length === 0) return "No path is configured.";
  const rows = slos.map((slo) => [
    slo.pathId,
    objectiveOf(slo),
    slo.achievedRatio === undefined ? colors.dim("not seen") : percent(slo.achievedRatio),
    leftOf(slo),
    `${minutes(slo.badMinutes)} of ${minutes(slo.budgetMinutes)}`,
    ...SHOWN_MS.map((windowMs) => rateOf(slo, windowMs)),
    slo.burning ? colors.red(`✕ ${slo.burning.severity}`) : "",
  ]);
  const head = [
    "path",
    "objective",
    "achieved",
    "left",
    "used up",
    ...SHOWN_MS.map((ms) => `burn ${span(ms)}`),
    "told",
  ];
  return [
    `Error budgets of ${periodDays} days, the least left first. A burn rate of 1 uses one up in just that time.`,
    "",
    table(head, rows, [2, 3, 4, 5, 6, 7]),
  ].join("\n");
}

const objectiveOf = ({ slo, objectiveRatio, latencyP95Ms }: Slo): string =>
  slo === "latency" ? `p95 ≤ ${latencyP95Ms} ms` : `${percent(objectiveRatio)} there`;

function leftOf({ remainingRatio }: Slo): string {
  const text = `${Math.floor(remainingRatio * 100)} %`;
  if (remainingRatio < 0) return colors.red(`✕ ${text}`);
  return remainingRatio < 0.25 ? colors.yellow(`◐ ${text}`) : colors.green(`● ${text}`);
}

function rateOf({ burnRates }: Slo, windowMs: number): string {
  const rate = burnRates.find((one) => one.windowMs === windowMs)?.burnRate;
  if (rate === undefined) return "";
  if (rate === 0) return colors.dim("0");
  return rate >= 10 ? String(Math.round(rate)) : rate.toFixed(rate >= 1 ? 1 : 2);
}

/** Down, never up: what is short of an objective must not look like it. */
const percent = (ratio: number): string => `${Number((Math.floor(ratio * 1e5 + 1e-6) / 1e3).toFixed(3))} %`;
const minutes = (value: number): string => (value === 0 ? "0 min" : span(value * 60_000));
