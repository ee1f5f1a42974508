import type { PathStateName } from "@skylane/core";
import Table from "cli-table3";
import colors from "picocolors";
import { harmlessJson } from "./report/json.ts";
import { wrapped } from "./report/text-width.ts";

/** Prints `value` as JSON, or calls `human` to print it for people. */
export function print(isJson: boolean, value: unknown, human: () => string): void {
  process.stdout.write(isJson ? `${harmlessJson(JSON.stringify(value))}\n` : `${human()}\n`);
}

/**
 * A table without borders; cells may be coloured. Names from outside have their control characters taken out. Columns of `right`,
 * counted from 0, hold amounts.
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const none = {
    top: "",
    "top-mid": "",
    "top-left": "",
    "top-right": "",
    bottom: "",
    "bottom-mid": "",
    "bottom-left": "",
    "bottom-right": "",
    left: "",
    "left-mid": "",
    mid: "",
    "mid-mid": "",
    right: "",
    "right-mid": "",
    middle: "  ",
  };
  const drawn = new Table({
    head: head.map((cell) => colors.dim(cell)),
    chars: none,
    colAligns: head.map((_, i) => (right.includes(i) ? "right" : "left")),
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
  });
  for (const row of rows) drawn.push(row.map(printable));
  return drawn.toString();
}

const COLOUR = /^\[[0-9;]*m/;

/** Without control characters other than line ends, tabs and the escape sequences of colours: what a terminal may be shown. */
export const printable = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, (character, at: number) =>
    character === "\n" || character === "\t" || (character === "\x1b" && COLOUR.test(text.slice(at + 1)))
      ? character
      : "",
  );

const MARK: Readonly<Record<PathStateName, (text: string) => string>> = {
  up: (text) => colors.green(`● ${text}`),
  degraded: (text) => colors.yellow(`◐ ${text}`),
  down: (text) => colors.red(`✕ ${text}`),
  unknown: (text) => colors.dim(`○ ${text}`),
};

/** A state as a mark, a word and a colour: none of them alone carries the meaning. */
export const stateMark = (state: PathStateName): string => MARK[state](state);

/** `12 ms`, `1.5 s`, `3 min`, `2 h`, `4 d` */
export function span(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`;
  return ms < 172_800_000 ? `${Math.round(ms / 3_600_000)} h` : `${Math.round(ms / 86_400_000)} d`;
}

/** The narrowest and the widest that lines are broken for. */
const [NARROWEST, WIDEST] = [50, 120];

/**
 * A line of plain text broken between words to fit a terminal of that width, what follows under what stands after its blanks and
 * mark; as it is where no terminal says its width, so that it can be searched.
 */
export function fitted(line: string, columns: number | undefined): readonly string[] {
  if (columns === undefined) return [line];
  const [lead = ""] = /^ *(?:[✓✕○?] )?/.exec(line) ?? [];
  const width = Math.min(Math.max(columns, NARROWEST), WIDEST) - lead.length;
  return wrapped(line.slice(lead.length), width).map((text, i) => `${i === 0 ? lead : " ".repeat(lead.length)}${text}`);
}

/** Says on stderr what else there is to know; what is on stdout stays fit to be pasted. */
export function note(text: string): void {
  process.stderr.write(`${colors.dim(text)}\n`);
}

/** Says on stderr what is going on; rewrites one line on a terminal, and is silent for pipes. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text === "" ? "" : colors.dim(text)}`);
}
