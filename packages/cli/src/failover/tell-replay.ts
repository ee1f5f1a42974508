import type { PolicyDifference, Replay, ReplayedPolicy } from "@skylane/engine";
import colors from "picocolors";
import { span, table } from "../output.ts";
import { plain } from "../report/plain.ts";

/** A replay for people: how well the past is known, the policies side by side, their moves, and what differs. */
export function tellReplay(
  replay: Replay,
  differences: readonly PolicyDifference[],
  { backWithinMs, leftOut }: { readonly backWithinMs: number; readonly leftOut: readonly string[] },
): string {
  const { policies, sampleCounts, fromMs, toMs, recordedMoves, troubles } = replay;
  const total = Object.values(sampleCounts).reduce((sum, count) => sum + count, 0);
  const share = (count: number): string => `${Math.floor((count / Math.max(1, total)) * 100)} %`;
  const outages = troubles.filter(
    ({ wasDown, fromMs: start, toMs: end }) => wasDown && (end ?? toMs) - start > backWithinMs,
  );
  return [
    `${moment(fromMs)} to ${moment(toMs)} UTC (${span(toMs - fromMs)}): ${total.toLocaleString("en-US")} samples, ${share(sampleCounts.kept)} kept one by one, ${share(sampleCounts.counted + sampleCounts.implied)} told by counts and changes of state, ${share(sampleCounts.assumed)} taken to be as the state was.`,
    `Outages of primary paths longer than ${span(backWithinMs)}: ${outages.length}. Moves that were made: ${recordedMoves.length}.`,
    "",
    table(
      ["", ...policies.map(({ name }) => name)],
      ROWS.map(([label, cell]) => [label, ...policies.map((policy) => cell(policy))]),
    ),
    ...policies.flatMap((policy) => movesOf(policy)),
    "",
    colors.bold("What differs"),
    ...(differences.length === 0
      ? ["  Nothing: both make the same moves at the same times."]
      : differences.map(({ atMs, groupId, says }) => `  ${moment(atMs)}  ${plain(groupId, 60)}: ${plain(says, 300)}`)),
    ...(leftOut.length === 0
      ? []
      : ["", colors.yellow(`Not replayed, for the past has it as it is now: ${leftOut.join(", ")} of the new file.`)]),
  ].join("\n");
}

const ROWS: readonly (readonly [string, (policy: ReplayedPolicy) => string])[] = [
  ["moves", ({ moves }) => `${moves.length}`],
  ["  false: back soon", ({ falsePositives }) => `${falsePositives.filter(({ kind }) => kind === "back-soon").length}`],
  [
    "  false: never bad for most",
    ({ falsePositives }) => `${falsePositives.filter(({ kind }) => kind === "no-majority").length}`,
  ],
  ["outages missed", ({ missed }) => `${missed.length}`],
  ["from first bad sample to decision, p50", ({ toSwitchMs }) => (toSwitchMs ? span(toSwitchMs.p50) : "–")],
  ["from first bad sample to decision, p99", ({ toSwitchMs }) => (toSwitchMs ? span(toSwitchMs.p99) : "–")],
  ["fail backs", ({ failbackCount }) => `${failbackCount}`],
  ["flaps (moved again within 10 min)", ({ flapCount }) => `${flapCount}`],
  ["held by a rule", ({ holds }) => `${holds.length}`],
];

function movesOf({ name, moves, falsePositives, missed }: ReplayedPolicy): readonly string[] {
  if (moves.length === 0 && missed.length === 0) return [];
  return [
    "",
    colors.bold(name),
    ...moves.map((move) => {
      const wrong = falsePositives.find((one) => one.move === move);
      const back =
        move.failedBackAtMs === undefined ? "" : colors.dim(`, back after ${span(move.failedBackAtMs - move.atMs)}`);
      return `  ${moment(move.atMs)}  ${plain(move.groupId, 60)}: ${plain(move.fromPathId, 60)} → ${plain(move.toPathId, 60)}  ${colors.dim(plain(move.because))}${back}${wrong ? colors.yellow(`  ${wordOf(wrong)}`) : ""}`;
    }),
    ...missed.map(({ groupId, trouble, because }) =>
      colors.yellow(
        `  ${moment(trouble.fromMs)}  ${plain(groupId, 60)}: missed, ${plain(trouble.pathId, 60)} was down; ${plain(because, 200)}`,
      ),
    ),
  ];
}

const wordOf = ({ kind, backAfterMs }: ReplayedPolicy["falsePositives"][number]): string =>
  kind === "no-majority"
    ? "false: most vantages never saw it bad"
    : (backAfterMs ?? 0) <= 0
      ? "false: it was up again before the decision"
      : `false: it was up again ${span(backAfterMs ?? 0)} later`;

const moment = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace("T", " ");
