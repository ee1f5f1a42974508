import type { AnsweredQuery, QueryAnswer, QueryCell, QueryChart, QueryColumn, QueryInsight } from "@skylane/core";
import colors from "picocolors";
import { fitted, span, table } from "../output.ts";
import { plain, unseen } from "../report/plain.ts";

const BLOCKS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const CHART_CELLS = 60;
const BAR_CELLS = 30;
const MARGIN = "  ";

/** An answer for people: how the question was understood, a table, a small picture, and what follows from it. */
export function tellAnswer(answer: AnsweredQuery, columns: number | undefined): string {
  const { understoodAs, readBy, range, notes, insights, chart } = answer;
  const parts = [
    [
      `${colors.bold(plain(understoodAs, 1_000))}${readBy === "model" ? colors.dim("  (worded by the model)") : ""}`,
      colors.dim(`${timeOf(range.fromMs)} to ${timeOf(range.untilMs)} UTC`),
    ].join("\n"),
    tableOf(answer),
    chart && chartOf(chart),
    ...insights.map((insight) => insightOf(insight, columns)),
    notes
      .map((note) =>
        fitted(`  ${plain(note, 500)}`, columns)
          .map((line) => colors.dim(line))
          .join("\n"),
      )
      .join("\n"),
  ];
  return parts.filter((part) => part).join("\n\n");
}

/** Where a question is not understood: the question, a mark below the place, and what could be meant. */
export function tellMisread({
  text,
  at,
  length,
  problem,
  suggestions,
}: Extract<QueryAnswer, { outcome: "not-understood" }>): string {
  const mark = `${" ".repeat([...text.slice(0, at)].length)}${"^".repeat(Math.max(1, [...text.slice(at, at + length)].length))}`;
  const meant = suggestions.map((one) => plain(one, 80)).join(", ");
  return [
    text.replaceAll(unseen, " "),
    mark,
    `${plain(problem, 300)}.${meant === "" ? "" : ` Perhaps: ${meant}`}`,
  ].join("\n");
}

function tableOf({ columns, rows }: AnsweredQuery): string {
  if (rows.length === 0) return "Nothing of this was found.";
  const right = columns.flatMap(({ kind }, i) => (["ms", "count", "ratio"].includes(kind) ? [i] : []));
  return table(
    columns.map(({ label }) => plain(label, 40)),
    rows.map((row) => row.map((cell, i) => cellOf(cell, columns[i]))),
    right,
  );
}

function cellOf(cell: QueryCell, column: QueryColumn | undefined): string {
  if (cell === null) return colors.dim("–");
  if (typeof cell === "string") return column?.kind === "request" ? cell : plain(cell, 48);
  if (typeof cell === "number") return numberOf(cell, column?.kind);
  return `${numberOf(cell.low, column?.kind)} to ${numberOf(cell.high, column?.kind)}`;
}

function numberOf(value: number, kind: QueryColumn["kind"] | QueryChart["unit"] | undefined): string {
  if (kind === "time") return timeOf(value);
  if (kind === "ms") return value >= 60_000 ? span(value) : `${amount(value)} ms`;
  if (kind === "ratio") return `${Number((value * 100).toFixed(2))} %`;
  return amount(value);
}
const amount = (value: number): string =>
  (value >= 100 ? Math.round(value) : Number(value.toFixed(1))).toLocaleString("en-US");
const timeOf = (ms: number): string => new Date(ms).toISOString().replace("T", " ").slice(0, 19).replace(/:00$/, "");

function chartOf(chart: QueryChart): string {
  if (chart.kind === "bars") {
    const most = Math.max(...chart.bars.map(({ value }) => value));
    const width = Math.max(...chart.bars.map(({ label }) => Math.min(40, plain(label, 40).length)));
    return chart.bars
      .map(({ label, value }) => {
        const cells = most === 0 ? 0 : Math.max(value > 0 ? 1 : 0, Math.round((value / most) * BAR_CELLS));
        return `${MARGIN}${plain(label, 40).padEnd(width)}  ${"█".repeat(cells)} ${numberOf(value, chart.unit)}`;
      })
      .join("\n");
  }
  const labels = chart.lines.map(({ label }) => plain(label, 40));
  const width = Math.max(...labels.map((label) => label.length));
  const lines = chart.lines.map(({ values }, i) => {
    const cells = squeezed(values);
    const known = cells.filter((value) => value !== null);
    const most = Math.max(0, ...known);
    const drawn = cells.map((value) =>
      value === null ? " " : (BLOCKS[most === 0 ? 0 : Math.min(7, Math.floor((value / most) * 7.999))] ?? " "),
    );
    return `${MARGIN}${(labels[i] ?? "").padEnd(width)}  ${drawn.join("")}  ${colors.dim(`at most ${numberOf(most, chart.unit)}`)}`;
  });
  const [from, until] = [timeOf(chart.fromMs), timeOf(chart.untilMs)];
  return [...lines, colors.dim(`${MARGIN}${" ".repeat(width)}  ${from} to ${until}`)].join("\n");
}

/** As many cells as fit, each the highest of what it stands for. */
function squeezed(values: readonly (number | null)[]): readonly (number | null)[] {
  const size = Math.ceil(values.length / CHART_CELLS);
  return Array.from({ length: Math.ceil(values.length / size) }, (_, i) => {
    const known = values.slice(i * size, (i + 1) * size).filter((value) => value !== null);
    return known.length === 0 ? null : Math.max(...known);
  });
}

/** What follows from requests, with what it rests on and what cannot be known. */
export function insightOf({ says, basis, unknown, parts, gain }: QueryInsight, columns: number | undefined): string {
  const width = Math.max(0, ...parts.map(({ label }) => plain(label, 50).length));
  const lines = parts.map(
    ({ label, ms, shareRatio }) =>
      `${MARGIN}${MARGIN}${plain(label, 50).padEnd(width)}  ${numberOf(ms, "ms").padStart(9)}  ${"█".repeat(Math.round(shareRatio * BAR_CELLS))} ${Math.round(shareRatio * 100)} %`,
  );
  const gained =
    gain &&
    `${MARGIN}${MARGIN}${colors.green(`${numberOf(gain.beforeMs, "ms")} → ${numberOf(gain.afterMs, "ms")} ${gain.when} (${Math.round(gain.savedRatio * 100)} % less)`)}`;
  const small = (text: string): readonly string[] => fitted(`    ${text}`, columns).map((line) => colors.dim(line));
  return [
    ...fitted(`  ${plain(says, 1_000)}`, columns),
    ...(gained ? [gained] : []),
    ...lines,
    ...small(`Rests on ${plain(basis, 300)}.`),
    ...(unknown ? small(plain(unknown, 500)) : []),
  ].join("\n");
}
