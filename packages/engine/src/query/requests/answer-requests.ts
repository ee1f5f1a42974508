import type {
  QueryCell,
  QueryChart,
  QueryColumn,
  QueryEnd,
  RequestMinute,
  RequestQuery,
  RequestRange,
} from "@skylane/core";
import { type Answer, cutNote } from "../answer.ts";
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
} from "../table.ts";
import type { Call } from "./calls-of.ts";
import { added, type Bounds, boundsCell, quantileBounds, slowerCount } from "./histogram.ts";

const NOT_SAID = "(not said)";
const OUTSIDE = "(outside)";

/** Rows of the log of minutes, or calls, that a question is about, but for how long they took. */
export const isAsked =
  ({ from, to, route }: Pick<RequestQuery, "from" | "to" | "route">) =>
  (one: Pick<RequestMinute, "from" | "fromCloud" | "to" | "toCloud" | "route">): boolean =>
    fits(from, one.from, one.fromCloud) &&
    fits(to, one.to, one.toCloud) &&
    (route === undefined || route === one.route);

const fits = (end: QueryEnd | undefined, service: string | undefined, cloud: string | undefined): boolean =>
  end === undefined || ("cloud" in end ? end.cloud === cloud : end.service === service);

/** Whether a call took as long, or failed, as a question asks. */
export const isAskedCall =
  (query: RequestQuery) =>
  (call: Call): boolean =>
    isAsked(query)(call) &&
    (query.slowerThanMs === undefined || call.durationMs > query.slowerThanMs) &&
    (query.fasterThanMs === undefined || call.durationMs <= query.fasterThanMs) &&
    (query.isFailed === undefined || call.isError);

/** Answers from the exact minutes, and single requests from the calls that were kept whole; both in the range already. */
export function answerRequests(
  query: RequestQuery,
  minutes: readonly RequestMinute[],
  calls: readonly Call[],
  range: RequestRange,
): Answer {
  const asked = minutes.filter(isAsked(query));
  const counted = countOf(asked, query);
  const chart = chartOf(query, asked, range);
  const notes = [...boundsNotes(query, counted)];
  if (query.measure === "rows") {
    const rows = calls.filter(isAskedCall(query)).map(callRow);
    const shown = arranged(rows, query, "highest");
    notes.push(keptNote(counted, shown.length));
    return {
      columns: [...callColumns],
      rows: cellsOf(shown, true),
      rowCount: rows.length,
      notes,
      ...(chart && { chart }),
    };
  }
  const stepMs = query.every && STEP_MS[query.every];
  const rows = valued(query, asked, stepMs);
  const shown = arranged(rows, query, "highest");
  return {
    columns: [...(stepMs === undefined ? [] : [timeColumn]), ...labelColumns(query.by), ...valueColumns(query.measure)],
    rows: cellsOf(shown, stepMs !== undefined),
    rowCount: rows.length,
    notes: [...notes, ...cutNote(shown.length, rows.length)],
    ...(chart && { chart }),
  };
}

/** How many there are of what is asked: by the minutes, so of all of them. */
export const countOf = (asked: readonly RequestMinute[], query: RequestQuery): Bounds =>
  asked.map((minute) => countIn(minute, query)).reduce(added, { low: 0, high: 0 });

function countIn(minute: RequestMinute, { slowerThanMs, fasterThanMs, isFailed }: RequestQuery): Bounds {
  const { requestCount, errorCount } = minute;
  const all = { low: requestCount, high: requestCount };
  const slower = slowerThanMs === undefined ? all : slowerCount(minute, slowerThanMs);
  const tooSlow = fasterThanMs === undefined ? { low: 0, high: 0 } : slowerCount(minute, fasterThanMs);
  const within = { low: Math.max(0, slower.low - tooSlow.high), high: Math.max(0, slower.high - tooSlow.low) };
  if (!isFailed) return within;
  // how long failed ones took is not counted apart
  return { low: Math.max(0, within.low + errorCount - requestCount), high: Math.min(within.high, errorCount) };
}

const dimensionOf: Readonly<Record<RequestQuery["by"][number], (minute: RequestMinute) => string>> = {
  caller: ({ from }) => from ?? OUTSIDE,
  service: ({ to }) => to,
  route: ({ route }) => route,
  "caller-cloud": ({ fromCloud }) => fromCloud ?? NOT_SAID,
  cloud: ({ toCloud }) => toCloud ?? NOT_SAID,
};

/** One row for each group and step. */
function valued(query: RequestQuery, asked: readonly RequestMinute[], stepMs: number | undefined): readonly Row[] {
  const groups = Map.groupBy(asked, (minute) =>
    JSON.stringify([
      stepMs === undefined ? null : stepStart(minute.startMs, stepMs),
      ...query.by.map((one) => dimensionOf[one](minute)),
    ]),
  );
  if (groups.size === 0 && query.by.length === 0 && stepMs === undefined) groups.set("[null]", []);
  return [...groups].map(([key, own]) => {
    const [atMs, ...labels] = JSON.parse(key) as [number | null, ...string[]];
    return { ...(atMs !== null && { atMs }), labels, ...measured(query, own) };
  });
}

function measured(query: RequestQuery, own: readonly RequestMinute[]): Pick<Row, "cells" | "value"> {
  const count = countOf(own, query);
  const { measure } = query;
  if (measure === "rows" || measure === "count") return { cells: [boundsCell(count)], value: count.high };
  if (measure === "errors") {
    const errors = countOf(own, { ...query, isFailed: true });
    const share = { low: ratio(errors.low, count.high), high: Math.min(1, ratio(errors.high, count.low)) };
    return {
      cells: [boundsCell(count), boundsCell(errors), count.high === 0 ? null : boundsCell(share)],
      value: errors.high,
    };
  }
  const took = durationOf(measure, own);
  return {
    cells: [boundsCell(count), took === undefined ? null : boundsCell(took)],
    ...(took && { value: took.high }),
  };
}

const RANKS = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;
function durationOf(
  measure: "average" | "p50" | "p95" | "p99" | "max",
  own: readonly RequestMinute[],
): Bounds | undefined {
  const requestCount = own.reduce((sum, minute) => sum + minute.requestCount, 0);
  if (requestCount === 0) return undefined;
  if (measure !== "average" && measure !== "max") return quantileBounds(own, RANKS[measure]);
  const exact =
    measure === "max"
      ? own.reduce((most, { maxMs }) => Math.max(most, maxMs), 0)
      : own.reduce((sum, { durationSumMs }) => sum + durationSumMs, 0) / requestCount;
  return { low: exact, high: exact };
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

function valueColumns(measure: RequestQuery["measure"]): readonly QueryColumn[] {
  const requests: QueryColumn = { label: "requests", kind: "count" };
  if (measure === "rows" || measure === "count") return [requests];
  if (measure === "errors") return [requests, { label: "errors", kind: "count" }, { label: "share", kind: "ratio" }];
  return [requests, { label: measure, kind: "ms" }];
}

const callColumns: readonly QueryColumn[] = [
  timeColumn,
  { label: "from", kind: "text" },
  { label: "to", kind: "text" },
  { label: "route", kind: "text" },
  { label: "took", kind: "ms" },
  { label: "on the way", kind: "ms" },
  { label: "result", kind: "text" },
  { label: "request", kind: "request" },
];

const callRow = (call: Call): Row => ({
  atMs: call.startMs,
  labels: [placed(call.from ?? OUTSIDE, call.fromCloud), placed(call.to, call.toCloud)],
  cells: [
    call.route,
    call.durationMs,
    call.networkMs ?? null,
    call.isError ? "failed" : "ok",
    call.traceId,
  ] satisfies QueryCell[],
  value: call.durationMs,
});

const placed = (service: string, cloud: string | undefined): string =>
  cloud === undefined ? service : `${service} (${cloud})`;

function chartOf(query: RequestQuery, asked: readonly RequestMinute[], range: RequestRange): QueryChart | undefined {
  const isCount = ["rows", "count", "errors"].includes(query.measure);
  const unit = isCount ? "count" : "ms";
  const label =
    query.measure === "rows" || query.measure === "count"
      ? "requests"
      : query.measure === "errors"
        ? "errors"
        : `${query.measure} of requests`;
  const stepMs = query.every ? STEP_MS[query.every] : stepFor(range.fromMs, range.untilMs);
  if (query.every === undefined && query.by.length > 0) return barsOf(valued(query, asked, undefined), label, unit);
  return linesOf(valued(query, asked, stepMs), { label, unit, ...range, stepMs, isCount });
}

function boundsNotes(
  { measure, slowerThanMs, fasterThanMs, isFailed }: RequestQuery,
  { low, high }: Bounds,
): readonly string[] {
  const isQuantile = measure === "p50" || measure === "p95" || measure === "p99";
  if (isQuantile)
    return [
      "Durations are counted between 5, 10, 25, 50, 75, 100, 250, 500 ms, 1, 2.5, 5, 7.5 and 10 s: a quantile lies between two of them.",
    ];
  const isLimited = slowerThanMs !== undefined || fasterThanMs !== undefined;
  if (low === high || !isLimited) return [];
  return [
    isFailed || measure === "errors"
      ? "How long failed requests took is not counted apart: their number lies between two."
      : "Durations are counted between fixed bounds, and the limit that is asked for lies between two of them: so does the count.",
  ];
}

function keptNote(counted: Bounds, shownCount: number): string {
  const all = counted.low === counted.high ? String(counted.low) : `${counted.low} to ${counted.high}`;
  return `${all} such requests were counted; whole ones are kept of the slowest, of those that failed and of some others, and ${shownCount} are shown.`;
}
