import type { PathDay, PathPerformanceRecord, SloLedger, SloSpan } from "@skylane/core";

const HOUR_MS = 3_600_000;
/** The longest window of a burn rate. */
export const KEPT_MS = 72 * HOUR_MS;
/** Spans older than the windows that need them fine are one an hour. */
const FINE_MS = 6 * HOUR_MS;
/** A snapshot may be half an hour late: what it says of yesterday is learnt today. */
const COUNTED_DAYS = 2;

type Counted = SloLedger["counted"][number];
interface Burnt {
  readonly seenMinutes: number;
  readonly downMinutes: number;
  readonly slowMinutes: number;
}

/**
 * The ledger after a look at what was learnt of its path; pure. What was learnt since the look before counts for the time since
 * then, evenly; what was learnt before the first look is in the period's budget, and burns nothing.
 */
export function nextLedger(
  before: SloLedger | undefined,
  learnt: Pick<PathPerformanceRecord, "pathId" | "vantageId" | "days">,
  nowMs: number,
): SloLedger {
  const { pathId, vantageId, days } = learnt;
  const counted = days.slice(-COUNTED_DAYS).map(countOf);
  if (before?.vantageId !== vantageId || before.pathId !== pathId)
    return {
      pathId,
      vantageId,
      atMs: nowMs,
      counted,
      totals: { seenMinutes: 0, downMinutes: 0, slowMinutes: 0 },
      spans: [],
      alerts: {},
    };
  if (nowMs <= before.atMs) return before;
  const burnt = burntSince(before, learnt);
  const isBad = burnt.downMinutes > 0 || burnt.slowMinutes > 0;
  const { downMinutes, slowMinutes } = burnt;
  const spans = isBad
    ? [...before.spans, { fromMs: before.atMs, toMs: nowMs, downMinutes, slowMinutes }]
    : before.spans;
  return {
    ...before,
    atMs: nowMs,
    counted,
    totals: totalsAfter(before, burnt),
    spans: coarsened(spans, nowMs),
  };
}

/** What a path has used up since its ledger began, up to what is learnt of it now; it only grows. */
export const totalsNow = (
  ledger: SloLedger,
  learnt: Pick<PathPerformanceRecord, "days" | "vantageId"> | undefined,
): SloLedger["totals"] =>
  learnt?.vantageId === ledger.vantageId ? totalsAfter(ledger, burntSince(ledger, learnt)) : ledger.totals;

const totalsAfter = ({ totals }: SloLedger, burnt: Burnt): SloLedger["totals"] => ({
  seenMinutes: rounded(totals.seenMinutes + burnt.seenMinutes),
  downMinutes: rounded(totals.downMinutes + burnt.downMinutes),
  slowMinutes: rounded(totals.slowMinutes + burnt.slowMinutes),
});

function burntSince({ counted }: SloLedger, { days }: Pick<PathPerformanceRecord, "days">): Burnt {
  let [seenMinutes, downMinutes, slowMinutes] = [0, 0, 0];
  // a day that was forgotten before this one began has nothing to add
  const firstDay = counted[0]?.day ?? Number.NEGATIVE_INFINITY;
  for (const day of days) {
    if (day.day < firstDay) continue;
    const had = counted.find((one) => one.day === day.day);
    const now = countOf(day);
    const more = (field: Exclude<keyof Counted, "day">): number => Math.max(0, now[field] - (had?.[field] ?? 0));
    const working = Math.max(0, more("seenMinutes") - more("downMinutes"));
    seenMinutes += more("seenMinutes");
    downMinutes += more("downMinutes");
    slowMinutes += slowShare(more("slowCount"), more("answeredCount")) * working;
  }
  return { seenMinutes: rounded(seenMinutes), downMinutes: rounded(downMinutes), slowMinutes: rounded(slowMinutes) };
}

const countOf = ({ day, upMinutes, degradedMinutes, downMinutes, sentCount, lostCount, slowCount = 0 }: PathDay) => ({
  day,
  seenMinutes: rounded(upMinutes + degradedMinutes + downMinutes),
  downMinutes,
  answeredCount: Math.max(0, sentCount - lostCount),
  slowCount,
});

/** Of the answers. */
export const slowShare = (slowCount: number, answeredCount: number): number =>
  answeredCount === 0 ? 0 : Math.min(1, slowCount / answeredCount);

/** Minutes to a millisecond's sixtieth, so that sums do not trail digits. */
const rounded = (minutes: number): number => Math.round(minutes * 1e6) / 1e6;

/** Without what no window reaches, and one a clock hour where none needs it finer. */
function coarsened(spans: readonly SloSpan[], nowMs: number): SloSpan[] {
  const kept = spans.filter(({ toMs }) => toMs > nowMs - KEPT_MS);
  const isFine = ({ toMs }: SloSpan): boolean => toMs > nowMs - FINE_MS - HOUR_MS;
  const hours = Map.groupBy(
    kept.filter((span) => !isFine(span)),
    ({ toMs }) => Math.floor(toMs / HOUR_MS),
  );
  const merged = [...hours.values()].map((ofHour) => ({
    fromMs: Math.min(...ofHour.map(({ fromMs }) => fromMs)),
    toMs: Math.max(...ofHour.map(({ toMs }) => toMs)),
    downMinutes: rounded(ofHour.reduce((sum, { downMinutes }) => sum + downMinutes, 0)),
    slowMinutes: rounded(ofHour.reduce((sum, { slowMinutes }) => sum + slowMinutes, 0)),
  }));
  return [...merged, ...kept.filter(isFine)];
}
