import { REQUEST_BOUNDS_MS, type RequestMinute } from "@skylane/core";

/** A request from one service to another, as its ends saw it. */
export interface Call extends Pick<RequestMinute, "startMs" | "from" | "fromCloud" | "to" | "toCloud" | "route"> {
  /** As the caller saw it, or the one who answered where no caller sent a span. */
  readonly durationMs: number;
  /** Absent = not both sent spans. */
  readonly serverMs?: number;
  readonly isError: boolean;
  readonly traceId?: string;
}

/** Rows of one minute of arrival: more kinds of calls than these are counted together. */
const MAX_ROWS = 2_000;
/** Where calls are counted whose own route there is no room for. */
export const OTHER_ROUTES = "(other routes)";

type About = Pick<RequestMinute, "startMs" | "from" | "fromCloud" | "to" | "toCloud" | "route">;
const aboutOf = ({ startMs, from, fromCloud, to, toCloud, route }: About): About => ({
  startMs,
  ...(from !== undefined && { from }),
  ...(fromCloud !== undefined && { fromCloud }),
  to,
  ...(toCloud !== undefined && { toCloud }),
  route,
});

/** Calls counted by minute, from whom, to whom and route. Where there is no room for a route of a pair, `(other routes)` counts it. */
export const countCalls = (calls: readonly Call[]): readonly RequestMinute[] =>
  withinRoom(mergeMinutes(calls.map(rowOf)));

function rowOf(call: Call): RequestMinute {
  const { durationMs, serverMs, isError } = call;
  const bucket = REQUEST_BOUNDS_MS.findIndex((boundMs) => durationMs <= boundMs);
  const durationCounts = Array.from({ length: REQUEST_BOUNDS_MS.length + 1 }, () => 0);
  durationCounts[bucket < 0 ? REQUEST_BOUNDS_MS.length : bucket] = 1;
  return {
    ...aboutOf(call),
    requestCount: 1,
    errorCount: isError ? 1 : 0,
    durationCounts,
    durationSumMs: durationMs,
    ...(serverMs !== undefined && { serverSumMs: serverMs }),
    maxMs: durationMs,
  };
}

/** Rows about the same, added; oldest first, then the one with most requests. */
export function mergeMinutes(rows: readonly RequestMinute[]): readonly RequestMinute[] {
  const sums = new Map<string, RequestMinute>();
  for (const row of rows) {
    const key = JSON.stringify(aboutOf(row));
    const sum = sums.get(key);
    sums.set(key, sum ? added(sum, row) : row);
  }
  return [...sums.values()].sort((a, b) => a.startMs - b.startMs || b.requestCount - a.requestCount);
}

function added(one: RequestMinute, other: RequestMinute): RequestMinute {
  const { serverSumMs: _, ...rest } = one;
  return {
    ...rest,
    requestCount: one.requestCount + other.requestCount,
    errorCount: one.errorCount + other.errorCount,
    durationCounts: one.durationCounts.map((count, i) => count + (other.durationCounts[i] ?? 0)),
    durationSumMs: one.durationSumMs + other.durationSumMs,
    ...(one.serverSumMs !== undefined &&
      other.serverSumMs !== undefined && { serverSumMs: one.serverSumMs + other.serverSumMs }),
    maxMs: Math.max(one.maxMs, other.maxMs),
  };
}

function withinRoom(rows: readonly RequestMinute[]): readonly RequestMinute[] {
  if (rows.length <= MAX_ROWS) return rows;
  const ranked = rows.toSorted((a, b) => b.requestCount - a.requestCount);
  const [own, rest] = [ranked.slice(0, MAX_ROWS / 2), ranked.slice(MAX_ROWS / 2)];
  const together = mergeMinutes(rest.map((row) => ({ ...row, route: OTHER_ROUTES })));
  return mergeMinutes([...own, ...together.slice(0, MAX_ROWS / 2)]);
}
