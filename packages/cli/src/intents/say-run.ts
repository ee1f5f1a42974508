import type { BuiltRecord, BuiltShare, BuiltWatch, IntentView } from "@skylane/core";
import colors from "picocolors";
import { span } from "../output.ts";
import { plain } from "../report/plain.ts";
import { resultOf } from "./result-of.ts";

const GOOD = new Set(["fulfilled", "undone"]);
const MAX_LINES = 30;

/** A run's end, for people: names in it are text from outside. */
export function sayRun(view: IntentView): string {
  const { run } = view;
  const result = resultOf(view);
  const mark = GOOD.has(run.status) ? colors.green(`● ${run.status}`) : colors.yellow(`◐ ${run.status}`);
  const line = (text: string): string => `  ${plain(text, 400)}`;
  return [
    `${mark}  ${colors.bold(run.id)}${colors.dim(`  ${span(result.durationMs)}`)}`,
    ...cut(result.readAs.map(line)),
    ...cut(
      run.intents.flatMap(({ understanding }) =>
        understanding.kind === "questions"
          ? understanding.questions.flatMap(({ prompt, choices, example }) => [
              colors.yellow(line(`? ${prompt}`)),
              ...choices.map(({ id, label }) => line(`    ${label}  (${id})`)),
              colors.dim(line(`    e.g. ${example}`)),
            ])
          : [],
      ),
    ),
    ...cut(
      run.intents.flatMap(({ understanding }) =>
        understanding.kind === "refused"
          ? understanding.issues.map((issue) => line(`✕ ${issue.field}: ${issue.message} e.g. ${issue.example}`))
          : [],
      ),
    ),
    ...cut(
      (run.plan?.issues ?? []).map(({ intentId, issue }) =>
        line(`✕ ${intentId}: ${issue.message} e.g. ${issue.example}`),
      ),
    ),
    ...cut(
      (run.plan?.violations ?? []).flatMap(({ rule, reason, alternatives }) => [
        line(`✕ ${rule}: ${reason}`),
        ...alternatives.map(({ label }) => line(`    instead: ${label}`)),
      ]),
    ),
    ...cut(
      run.evidence.map(({ check, isProven, isWaived, wanted, seen }) =>
        line(`${isProven ? "✓" : isWaived ? "○" : "✕"} ${check}: ${wanted}; seen: ${seen}`),
      ),
    ),
    ...(view.built ? cut(builtLines(view.built).map(line)) : []),
    ...(result.phases.length > 0
      ? [colors.dim(line(result.phases.map(({ name, durationMs }) => `${name} ${span(durationMs)}`).join(" · ")))]
      : []),
    ...(run.status === "fulfilled" ? [colors.dim(line(`Undo with "skylane intents undo ${run.id}".`))] : []),
    ...(run.failure === undefined ? [] : [line(run.failure)]),
  ].join("\n");
}

/** Who answers for it, who pays what, and who looks after it. */
function builtLines({ monthlyUsd, resources, shares, watches }: BuiltRecord): readonly string[] {
  const byCharge = Map.groupBy(shares, ({ owner, costCentre }) => JSON.stringify([owner, costCentre]));
  const charged = resources.filter((one) => one.monthlyUsd !== 0);
  return [
    `its own objects: ${usd(monthlyUsd)} a month at list price`,
    ...[...byCharge.values()].map((same) => {
      const [{ owner, costCentre }] = same as [BuiltShare, ...BuiltShare[]];
      const cents = same.reduce((sum, one) => sum + Math.round((one.monthlyUsd ?? Number.NaN) * 100), 0);
      return `    ${usd(cents / 100)}  charged to ${costCentre ?? "no cost centre"}, owner ${owner} (${same.length} of ${shares.length})`;
    }),
    ...charged.map((one) => `    ${usd(one.monthlyUsd)}  ${one.resource} ${one.regionId}`),
    ...[...Map.groupBy(watches, ({ because, groupId }) => `${groupId ?? ""}${because}`).values()].map((same) => {
      const [first] = same as [BuiltWatch, ...BuiltWatch[]];
      return `looked after by ${WATCHED_BY[first.by]}${first.groupId === undefined ? "" : ` ${first.groupId}`}: ${first.because}`;
    }),
  ];
}

const usd = (amount: number | undefined): string =>
  amount === undefined || Number.isNaN(amount) ? "not known" : `$${amount.toFixed(2)}`;

const WATCHED_BY = {
  "own-group": "the group",
  "known-paths": "paths that were there, of the group",
  nobody: "nobody",
} as const;

const cut = (lines: readonly string[]): readonly string[] =>
  lines.length <= MAX_LINES
    ? lines
    : [...lines.slice(0, MAX_LINES), colors.dim(`  and ${lines.length - MAX_LINES} more; --json has all`)];
