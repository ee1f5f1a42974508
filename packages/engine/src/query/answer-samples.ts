import type { PathMinute, QueryChart, QueryColumn, RequestRange, SampleQuery } from "@skylane/core";
import { type Answer, cutNote } from "./answer.ts";
import {
  arranged,
  barsOf,
  cellsOf,
  labelColumns,
  linesOf,
  type Row,
  STEP_MS,
  stepFor,
  stepStart,
  timeColumn,
} from "./table.ts";

/** A minute of a path, and what the path is part of. */
export interface PathSample extends PathMinute {
  readonly path: string;
  readonly group: string;
  /** The clouds at its ends, `aws – azure`. */
  readonly cloud: string;
}

/** Answers from minutes of the paths that are asked about. */
export function answerSamples(query: SampleQuery, samples: readonly PathSample[], range: RequestRange): Answer {
  const asked = samples.filter((sample) => isAsked(query, sample));
  const chart = chartOf(query, asked, range);
  const notes = notesOf(query);
  if (query.measure === "rows") {
    const rows = asked.map((sample): Row => {
      const value = valueIn(query, sample);
      return {
        atMs: sample.atMs,
        labels: [sample.path, sample.vantageId],
        cells: [value ?? null, sample.state],
        ...(value !== undefined && { value }),
      };
    });
    const shown = arranged(rows, query, "newest");
    const columns: readonly QueryColumn[] = [
      timeColumn,
      { label: "path", kind: "path" },
      { label: "vantage", kind: "text" },
      { label: CALLED[query.metric], kind: kindOf(query) },
      { label: "state", kind: "text" },
    ];
    return {
      columns: [...columns],
      rows: cellsOf(shown, true),
      rowCount: rows.length,
      notes: [...notes, ...cutNote(shown.length, rows.length)],
      ...(chart && { chart }),
    };
  }
  const stepMs = query.every && STEP_MS[query.every];
  const rows = valued(query, asked, stepMs);
  const shown = arranged(rows, query, "highest");
  return {
    columns: [...(stepMs === undefined ? [] : [timeColumn]), ...labelColumns(query.by), ...valueColumns(query)],
    rows: cellsOf(shown, stepMs !== undefined),
    rowCount: rows.length,
    notes: [...notes, ...cutNote(shown.length, rows.length)],
    ...(chart && { chart }),
  };
}

const CALLED = { rtt: "round trip", loss: "loss", jitter: "jitter" } as const;
const kindOf = ({ metric }: SampleQuery): "ms" | "ratio" => (metric === "loss" ? "ratio" : "ms");

function valueIn(
  { metric }: SampleQuery,
  { rttP50Ms, jitterMs, sentCount, lostCount }: PathMinute,
): number | undefined {
  if (metric === "rtt") return rttP50Ms;
  if (metric === "jitter") return jitterMs;
  return sentCount === undefined || lostCount === undefined ? undefined : lostCount / sentCount;
}

function isAsked(query: SampleQuery, sample: PathSample): boolean {
  const { aboveMs, belowMs, abovePercent, belowPercent } = query;
  const value = valueIn(query, sample);
  if (value === undefined) return false;
  const [above, below] = [
    aboveMs ?? (abovePercent && abovePercent / 100),
    belowMs ?? (belowPercent && belowPercent / 100),
  ];
  return (above === undefined || value > above) && (below === undefined || value < below);
}

const dimensionOf: Readonly<Record<SampleQuery["by"][number], (sample: PathSample) => string>> = {
  path: ({ path }) => path,
  group: ({ group }) => group,
  cloud: ({ cloud }) => cloud,
  vantage: ({ vantageId }) => vantageId,
};

function valued(query: SampleQuery, asked: readonly PathSample[], stepMs: number | undefined): readonly Row[] {
  const groups = Map.groupBy(asked, (sample) =>
    JSON.stringify([
      stepMs === undefined ? null : stepStart(sample.atMs, stepMs),
      ...query.by.map((one) => dimensionOf[one](sample)),
    ]),
  );
  return [...groups].map(([key, own]) => {
    const [atMs, ...labels] = JSON.parse(key) as [number | null, ...string[]];
    const value = together(query, own);
    return {
      ...(atMs !== null && { atMs }),
      labels,
      cells: query.measure === "count" ? [own.length] : [own.length, value ?? null],
      ...(value !== undefined && { value }),
    };
  });
}

/** One value of several minutes. Their loss together is of all their probes; round trips are the medians of minutes. */
function together(query: SampleQuery, own: readonly PathSample[]): number | undefined {
  if (query.measure === "count") return own.length;
  const values = own.flatMap((sample) => valueIn(query, sample) ?? []).sort((a, b) => a - b);
  if (values.length === 0) return undefined;
  if (query.measure === "max") return values.at(-1);
  if (query.measure === "p95") return values[Math.max(1, Math.ceil(0.95 * values.length)) - 1];
  if (query.metric === "loss") {
    const [lost, sent] = own.reduce(
      ([a, b], { lostCount = 0, sentCount = 0 }) => [a + lostCount, b + sentCount],
      [0, 0],
    );
    return sent === 0 ? undefined : lost / sent;
  }
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function valueColumns(query: SampleQuery): readonly QueryColumn[] {
  const minutes: QueryColumn = { label: "minutes", kind: "count" };
  if (query.measure === "count" || query.measure === "rows") return [minutes];
  return [minutes, { label: `${query.measure} ${CALLED[query.metric]}`, kind: kindOf(query) }];
}

function chartOf(query: SampleQuery, asked: readonly PathSample[], range: RequestRange): QueryChart | undefined {
  const isCount = query.measure === "count";
  const unit = isCount ? "count" : kindOf(query);
  const label = isCount ? "minutes" : CALLED[query.metric];
  if (query.by.length > 0 && query.every === undefined) return barsOf(valued(query, asked, undefined), label, unit);
  const stepMs = query.every ? STEP_MS[query.every] : stepFor(range.fromMs, range.untilMs);
  // single minutes are drawn path by path
  const drawn: SampleQuery = query.measure === "rows" ? { ...query, measure: "max", by: ["path"] } : query;
  return linesOf(valued(drawn, asked, stepMs), { label, unit, ...range, stepMs, isCount });
}

const notesOf = ({ metric, measure }: SampleQuery): readonly string[] => [
  metric === "loss"
    ? "Loss is the share of a minute's probes without an answer, of each vantage for itself."
    : metric === "rtt"
      ? `Of each minute the median round trip is kept${measure === "p95" || measure === "max" || measure === "average" ? `: the ${measure} is of these` : ""}.`
      : "Jitter is the mean difference from one answer to the next, of the last samples of each minute.",
];
