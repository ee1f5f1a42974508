import pc from "picocolors";
import { plain } from "../report/plain.ts";
import { columnsOf, wrapped } from "../report/text-width.ts";
import { type Finding, type Outcome, outcomes } from "./check.ts";

/** How it is written on a terminal. */
export interface DoctorStyle {
  readonly columns: number;
  readonly isColoured: boolean;
}

const MARKS: Readonly<Record<Outcome, string>> = { failed: "✕", warning: "▲", "not-checked": "○", ok: "●" };
const WORDS: Readonly<Record<Outcome, string>> = {
  failed: "failed",
  warning: "warning",
  "not-checked": "not checked",
  ok: "ok",
};
const WORST_FIRST = [...outcomes].reverse();
const LONGEST_TEXT = 400;

/** What was looked at, how it stands in one line, and every finding: what is to be done first, what is well last. */
export function renderDoctor(
  where: string,
  findings: readonly Finding[],
  { columns, isColoured }: DoctorStyle,
): string {
  const paint = pc.createColors(isColoured);
  const dyes = { failed: paint.red, warning: paint.yellow, "not-checked": paint.blue, ok: paint.green };
  const width = Math.min(Math.max(columns, 50), 120);
  const idWidth = Math.max(...findings.map(({ id }) => columnsOf(id)), 0);
  const indent = 2 + 2 + idWidth + 2;
  const block = (text: string, dye: (one: string) => string): string =>
    wrapped(plain(text, LONGEST_TEXT), width - indent)
      .map((line) => dye(line))
      .join(`\n${" ".repeat(indent)}`);
  const line = ({ id, outcome, seen, todo }: Finding, i: number, all: readonly Finding[]): string => {
    const name = all[i - 1]?.id === id ? "" : id;
    const head = `  ${dyes[outcome](MARKS[outcome])} ${name.padEnd(idWidth)}  `;
    const said = outcome === "ok" ? paint.dim : (text: string) => text;
    return [
      `${head}${block(seen, said)}`,
      // never broken into lines: it is there to be copied
      ...(todo === undefined ? [] : [`${" ".repeat(indent)}${paint.cyan(`→ ${plain(todo, LONGEST_TEXT)}`)}`]),
    ].join("\n");
  };
  return [
    paint.dim(plain(where, LONGEST_TEXT)),
    summary(findings, (outcome, text) => dyes[outcome](text)),
    ...WORST_FIRST.flatMap((outcome) => {
      const own = findings.filter((finding) => finding.outcome === outcome);
      return own.length === 0 ? [] : ["", paint.bold(dyes[outcome](WORDS[outcome])), ...own.map(line)];
    }),
  ].join("\n");
}

/** `2 failed, 3 warnings, 4 not checked, 13 ok`, of the findings. */
function summary(findings: readonly Finding[], dye: (outcome: Outcome, text: string) => string): string {
  return WORST_FIRST.flatMap((outcome) => {
    const count = findings.filter((finding) => finding.outcome === outcome).length;
    return count === 0
      ? []
      : [dye(outcome, `${count} ${WORDS[outcome]}${outcome === "warning" && count > 1 ? "s" : ""}`)];
  }).join(", ");
}
