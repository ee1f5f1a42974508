import type { AnsweredQuery, Query, QueryCell, QueryChart, QueryColumn, QueryOrder, QueryStep } from "@skylane/core";

/** One row of an answer, before it is ordered. */
export interface Row {
  /** Absent = it has no time. */
  readonly atMs?: number;
  /** What it is of. */
  readonly labels: readonly string[];
  readonly cells: readonly QueryCell[];
  /** What it is ordered and drawn by; absent = nothing was measured. */
  readonly value?: number;
}

export const STEP_MS: Readonly<Record<QueryStep, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const FEW_ROWS = 50;
const MANY_ROWS = 500;
/** Points of a line, lines, and bars of a picture at most. */
const MOST_POINTS = 3_000;
const MOST_LINES = 5;
const MOST_BARS = 12;
const CHART_STEPS_MS = [60_000, 300_000, 900_000, 3_600_000, 21_600_000, 86_400_000];
const AUTO_POINTS = 120;

/** Rows in the order that is asked for, and as many as are. */
export function arranged(
  rows: readonly Row[],
  { order, limit, every }: Pick<Query, "order" | "limit" | "every">,
  usual: QueryOrder,
): readonly Row[] {
  const by = order ?? (every === undefined ? usual : "oldest");
  const sign = by === "newest" || by === "highest" ? -1 : 1;
  const keyOf = ({ atMs, value }: Row): number =>
    (by === "newest" || by === "oldest" ? atMs : value) ?? sign * Number.POSITIVE_INFINITY;
  // equal keys, two infinities among them, by what they are of
  return [...rows]
    .sort((a, b) => compare(sign * keyOf(a), sign * keyOf(b)) || compare(a.labels.join("\0"), b.labels.join("\0")))
    .slice(0, limit ?? (every === undefined ? FEW_ROWS : MANY_ROWS));
}

const compare = <Value extends number | string>(a: Value, b: Value): number => (a < b ? -1 : a > b ? 1 : 0);

/** Rows as the cells of an answer: the time first where there is one, then what they are of. */
export const cellsOf = (rows: readonly Row[], hasTime: boolean): AnsweredQuery["rows"] =>
  rows.map(({ atMs, labels, cells }) => [...(hasTime ? [atMs ?? null] : []), ...labels, ...cells]);

/** The step of a picture that has few enough points. */
export function stepFor(fromMs: number, untilMs: number): number {
  return CHART_STEPS_MS.find((stepMs) => (untilMs - fromMs) / stepMs <= AUTO_POINTS) ?? 86_400_000;
}

export const stepStart = (atMs: number, stepMs: number): number => Math.floor(atMs / stepMs) * stepMs;

interface ChartFrame {
  readonly label: string;
  readonly unit: QueryChart["unit"];
  readonly fromMs: number;
  readonly untilMs: number;
  readonly stepMs: number;
  /** A step without a row is nothing measured, or nothing that happened. */
  readonly isCount: boolean;
}

/** Rows with a time as lines, one for each that they are of, of which the highest; `undefined` where there are too many points. */
export function linesOf(rows: readonly Row[], frame: ChartFrame): QueryChart | undefined {
  const { label, unit, fromMs, untilMs, stepMs, isCount } = frame;
  const first = stepStart(fromMs, stepMs);
  const count = Math.ceil((untilMs - first) / stepMs);
  if (count < 1 || count > MOST_POINTS || rows.length === 0) return undefined;
  const groups = [...Map.groupBy(rows, ({ labels }) => labels.join(" · "))]
    .map(([name, own]) => ({ name, own, peak: Math.max(...own.map(({ value = 0 }) => value)) }))
    .sort((a, b) => b.peak - a.peak || compare(a.name, b.name))
    .slice(0, MOST_LINES);
  const lines = groups.map(({ name, own }) => {
    const values: (number | null)[] = Array.from({ length: count }, () => (isCount ? 0 : null));
    for (const { atMs, value } of own) {
      const at = atMs === undefined ? -1 : Math.floor((atMs - first) / stepMs);
      if (at >= 0 && at < count && value !== undefined) values[at] = value;
    }
    return { label: name === "" ? label : name, values };
  });
  const timesMs = Array.from({ length: count }, (_, i) => first + i * stepMs);
  return { kind: "lines", label, unit, fromMs, untilMs, timesMs, lines };
}

/** Rows as bars, the highest first. */
export function barsOf(rows: readonly Row[], label: string, unit: QueryChart["unit"]): QueryChart | undefined {
  const bars = arranged(rows, { limit: MOST_BARS }, "highest").flatMap(({ labels, value }) =>
    value === undefined ? [] : [{ label: labels.join(" · "), value }],
  );
  return bars.length < 2 ? undefined : { kind: "bars", label, unit, bars };
}

/** How columns of what is counted by are called. */
export const labelColumns = (by: readonly string[]): readonly QueryColumn[] =>
  by.map((label) => ({ label: label.replace("-", " "), kind: label === "path" ? "path" : "text" }));
export const timeColumn: QueryColumn = { label: "time (UTC)", kind: "time" };
