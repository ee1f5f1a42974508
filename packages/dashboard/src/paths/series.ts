import type { PathDetail, PathMinute, PathStateName } from "@skylane/core";

/** Minutes as columns, as a chart takes them: equally long, `null` where nothing was measured. Times in seconds since 1970. */
export interface PathSeries {
  readonly timesS: readonly number[];
  readonly rttP50Ms: readonly (number | null)[];
  readonly rttLowMs: readonly (number | null)[];
  readonly rttHighMs: readonly (number | null)[];
  readonly baselineMs: readonly (number | null)[];
  readonly jitterMs: readonly (number | null)[];
  /** Percent. */
  readonly lossPercent: readonly (number | null)[];
}

/** A burst that is missing for longer than this is a hole, and no line leads over it. */
const HOLE_MS = 150_000;

/** The vantages that saw a path, who saw most of it first. */
export function vantagesOf(minutes: readonly PathMinute[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { vantageId } of minutes) counts.set(vantageId, (counts.get(vantageId) ?? 0) + 1);
  return [...counts].sort(([a, one], [b, other]) => other - one || a.localeCompare(b)).map(([id]) => id);
}

/** What one vantage saw, minute by minute, with a row of nothing in each hole. */
export function seriesOf(minutes: readonly PathMinute[], vantageId: string): PathSeries {
  const rows: { readonly atMs: number; readonly minute?: PathMinute }[] = [];
  for (const minute of minutes.filter((one) => one.vantageId === vantageId)) {
    const before = rows.at(-1)?.atMs;
    if (before !== undefined && minute.atMs - before > HOLE_MS) rows.push({ atMs: before + 60_000 });
    rows.push({ atMs: minute.atMs, minute });
  }
  const column = (of: (minute: PathMinute) => number | undefined) =>
    rows.map(({ minute }) => (minute && of(minute)) ?? null);
  return {
    timesS: rows.map(({ atMs }) => atMs / 1_000),
    rttP50Ms: column(({ rttP50Ms }) => rttP50Ms),
    rttLowMs: column(({ rttLowMs }) => rttLowMs),
    rttHighMs: column(({ rttHighMs }) => rttHighMs),
    baselineMs: column(({ baselineRttMs }) => baselineRttMs),
    jitterMs: column(({ jitterMs }) => jitterMs),
    lossPercent: column(({ sentCount, lostCount }) =>
      sentCount === undefined || lostCount === undefined ? undefined : (100 * lostCount) / sentCount,
    ),
  };
}

/** A time in one state. */
export interface StateSpan {
  readonly state: PathStateName;
  readonly fromMs: number;
  readonly toMs: number;
  /** Why it began; absent where that was before the time shown. */
  readonly because?: string;
}

/** The states a vantage saw a path in, one after the other without a gap; `unknown` before anything is known. */
export function stateSpans(
  { changes, minutes, fromMs, atMs }: Pick<PathDetail, "changes" | "minutes" | "fromMs" | "atMs">,
  vantageId: string,
): readonly StateSpan[] {
  const own = changes.filter((change) => change.vantageId === vantageId);
  const spans: StateSpan[] = [];
  const seen = minutes.find((minute) => minute.vantageId === vantageId);
  let [state, beganMs, because]: [PathStateName, number, string | undefined] = [
    own[0]?.from ?? seen?.state ?? "unknown",
    fromMs,
    undefined,
  ];
  for (const change of own) {
    const changedMs = Math.min(atMs, Math.max(beganMs, change.sinceMs));
    if (changedMs > beganMs)
      spans.push({ state, fromMs: beganMs, toMs: changedMs, ...(because !== undefined && { because }) });
    [state, beganMs, because] = [change.to, changedMs, change.because];
  }
  if (atMs > beganMs) spans.push({ state, fromMs: beganMs, toMs: atMs, ...(because !== undefined && { because }) });
  return spans;
}

/** Share of the last days in which a path was up or slow but answering; `undefined` of no day. */
export function answeredRatio(days: PathDetail["learnt"][number]["days"]): number | undefined {
  const [answering, all] = days.reduce(
    ([good, whole], { upMinutes, degradedMinutes, downMinutes }) => [
      good + upMinutes + degradedMinutes,
      whole + upMinutes + degradedMinutes + downMinutes,
    ],
    [0, 0],
  );
  return all === 0 ? undefined : answering / all;
}

/** What is shown begins where something is known, a little before, and is ten minutes at least. */
export function shownFromMs({
  minutes,
  changes,
  fromMs,
  atMs,
}: Pick<PathDetail, "minutes" | "changes" | "fromMs" | "atMs">): number {
  const first = Math.min(...minutes.map((minute) => minute.atMs), ...changes.map(({ sinceMs }) => sinceMs), atMs);
  return Math.max(fromMs, Math.min(first - 30_000, atMs - 600_000));
}
