import type { BuiltRecord, BuiltShare, BuiltWatch, IntentView } from "@skylane/core";
import { alikeViolations, firstOf } from "@skylane/engine";
import colors from "picocolors";
import { fitted, span } from "../output.ts";
import { plain } from "../report/plain.ts";
import { resultOf } from "./result-of.ts";

const GOOD = new Set(["fulfilled", "undone"]);
/** Ends that somebody wanted. */
const WANTED = new Set(["undoing", "undone", "rejected", "cancelled", "designed"]);
const MAX_LINES = 30;
/** Of more requests than these only the number is said, and of their proofs how many came out. */
const FEW = 3;

/** A run's end, for people, in lines that fit `columns` (absent = as long as they are): names in it are text from outside. */
export function sayRun(view: IntentView, columns?: number): string {
  const { run } = view;
  const result = resultOf(view);
  const mark = GOOD.has(run.status) ? colors.green(`● ${run.status}`) : colors.yellow(`◐ ${run.status}`);
  const count = run.intents.length === 1 ? "" : ` · ${run.intents.length} connections`;
  const times = result.phases.map(({ name, durationMs }) => `${name} ${span(durationMs)}`).join(" · ");
  const part = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0
      ? []
      : [
          "",
          colors.bold(title),
          ...cut(lines).flatMap((line) => fitted(`  ${plainLine(line)}`, columns).map(coloured)),
        ];
  return [
    `${mark}  ${colors.bold(run.id)}${colors.dim(`  ${span(result.durationMs)}${count}`)}`,
    ...part(WANTED.has(run.status) ? "Why" : "Failed", run.failure === undefined ? [] : [run.failure]),
    ...part("Understood", understoodLines(view)),
    ...part("To be answered", questionLines(view)),
    ...part("Cannot be made", issueLines(view)),
    ...part("Breaks policy", violationLines(view)),
    ...part("Proof", proofLines(view)),
    ...(view.built ? part("Cost and care", builtLines(view.built)) : []),
    "",
    ...(times === "" ? [] : fitted(`  ${times}`, columns).map(colors.dim)),
    ...(run.status === "fulfilled" ? [colors.dim(`  Undo with "skylane intents undo ${run.id}".`)] : []),
  ].join("\n");
}

/** Blanks at its beginning are ours, the rest may be from outside. */
const plainLine = (line: string): string => `${/^ */.exec(line)?.[0] ?? ""}${plain(line, 400)}`;

const COLOURS: Readonly<Record<string, (text: string) => string>> = {
  "✓": colors.green,
  "✕": colors.red,
  "?": colors.yellow,
};
/** The mark at the beginning of a line in its colour; none carries a meaning that the mark does not. */
const coloured = (line: string): string =>
  line.replace(/^( *)([✓✕?])(?= )/, (_, blanks: string, mark: string) => `${blanks}${COLOURS[mark]?.(mark) ?? mark}`);

const understoodLines = ({ run }: IntentView): readonly string[] =>
  run.intents.length > FEW
    ? [
        `${run.intents.filter(({ understanding }) => understanding.kind === "understood").length} of ${run.intents.length} requests; --json has what was read of each`,
      ]
    : run.intents.flatMap(({ understanding }) => (understanding.kind === "refused" ? [] : understanding.readAs));

const questionLines = ({ run }: IntentView): readonly string[] =>
  run.intents.flatMap(({ understanding }) =>
    understanding.kind === "questions"
      ? understanding.questions.flatMap(({ prompt, choices, example }) => [
          `? ${prompt}`,
          ...choices.map(({ id, label }) => `    ${label}  (${id})`),
          `    e.g. ${example}`,
        ])
      : [],
  );

const issueLines = ({ run }: IntentView): readonly string[] => [
  ...run.intents.flatMap(({ understanding }) =>
    understanding.kind === "refused"
      ? understanding.issues.flatMap((issue) => [`✕ ${issue.field}: ${issue.message}`, `    e.g. ${issue.example}`])
      : [],
  ),
  ...(run.plan?.issues ?? []).flatMap(({ intentId, issue }) => [
    `✕ ${intentId}: ${issue.message}`,
    `    e.g. ${issue.example}`,
  ]),
];

const violationLines = ({ run }: IntentView): readonly string[] =>
  alikeViolations(run.plan?.violations ?? []).flatMap(({ rule, reason, intentIds, alternatives }) => [
    `✕ ${rule}: ${reason}${run.intents.length > 1 ? ` (${firstOf(intentIds)})` : ""}`,
    ...alternatives.map(({ label }) => `    instead: ${label}`),
  ]);

/** Each check of a few connections; of many how many came out, and those that did not. */
function proofLines({ run }: IntentView): readonly string[] {
  const lineOf = ({ check, isProven, isWaived, wanted, seen, intentId }: IntentView["run"]["evidence"][number]) =>
    `${isProven ? "✓" : isWaived ? "○" : "✕"} ${check}: ${run.intents.length > 1 ? `${intentId}: ` : ""}${wanted}; seen: ${seen}`;
  if (run.intents.length <= FEW) return run.evidence.map(lineOf);
  const unproven = run.evidence.filter(({ isProven }) => !isProven);
  return [
    ...[...Map.groupBy(run.evidence, ({ check }) => check)].map(([check, all]) => {
      const provenCount = all.filter(({ isProven }) => isProven).length;
      return `${provenCount === all.length ? "✓" : "✕"} ${check}: ${provenCount} of ${all.length}`;
    }),
    ...unproven.map(lineOf),
  ];
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
      return `    ${inColumn(cents / 100)} charged to ${costCentre ?? "no cost centre"}, owner ${owner} (${same.length} of ${shares.length})`;
    }),
    ...charged.map((one) => `    ${inColumn(one.monthlyUsd)} ${one.resource} ${one.regionId}`),
    ...[...Map.groupBy(watches, ({ because, groupId }) => `${groupId ?? ""}${because}`).values()].map((same) => {
      const [first] = same as [BuiltWatch, ...BuiltWatch[]];
      return `looked after by ${WATCHED_BY[first.by]}${first.groupId === undefined ? "" : ` ${first.groupId}`}: ${first.because}`;
    }),
  ];
}

const usd = (amount: number | undefined): string =>
  amount === undefined || Number.isNaN(amount) ? "not known" : `$${amount.toFixed(2)}`;
/** One under the other, at the point. */
const inColumn = (amount: number | undefined): string => usd(amount).padStart(9);

const WATCHED_BY = {
  "own-group": "the group",
  "known-paths": "paths that were there, of the group",
  nobody: "nobody",
} as const;

const cut = (lines: readonly string[]): readonly string[] =>
  lines.length <= MAX_LINES
    ? lines
    : [...lines.slice(0, MAX_LINES), `and ${lines.length - MAX_LINES} more; --json has all`];
