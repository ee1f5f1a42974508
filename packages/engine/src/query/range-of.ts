import type { QueryDay, QueryMoment, QueryRange, RequestRange } from "@skylane/core";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const UNIT_MS = { minute: MINUTE_MS, hour: 3_600_000, day: DAY_MS, week: 7 * DAY_MS } as const;
/** 1970-01-01 was a Thursday. */
const MONDAY_OFFSET_MS = 3 * DAY_MS;

/**
 * The time that is meant, as of now, in UTC, from a whole minute on; nothing of it lies in the future, and what would lie there altogether
 * is empty.
 */
export function rangeOf(range: QueryRange, nowMs: number): RequestRange {
  const { fromMs, untilMs } = wholeRange(range, nowMs);
  const endMs = Math.min(untilMs, nowMs);
  return { fromMs: Math.min(fromMs, endMs), untilMs: endMs };
}

function wholeRange(range: QueryRange, nowMs: number): RequestRange {
  switch (range.kind) {
    case "last":
      return { fromMs: minuteStart(nowMs - range.count * UNIT_MS[range.unit]), untilMs: nowMs };
    case "on": {
      const fromMs = startOf(range.day, nowMs);
      return { fromMs, untilMs: fromMs + DAY_MS };
    }
    case "week": {
      const monday = dayStart(nowMs) - ((dayStart(nowMs) + MONDAY_OFFSET_MS) % UNIT_MS.week);
      return range.week === "this"
        ? { fromMs: monday, untilMs: monday + UNIT_MS.week }
        : { fromMs: monday - UNIT_MS.week, untilMs: monday };
    }
    case "since":
      return { fromMs: beginOf(range.from, nowMs), untilMs: nowMs };
    case "between": {
      const fromMs = beginOf(range.from, nowMs);
      return { fromMs, untilMs: Math.max(fromMs, endOf(range.until, fromMs, nowMs)) };
    }
  }
}

const minuteStart = (ms: number): number => Math.floor(ms / MINUTE_MS) * MINUTE_MS;
const dayStart = (ms: number): number => Math.floor(ms / DAY_MS) * DAY_MS;

function startOf(day: QueryDay, nowMs: number): number {
  if (day === "today") return dayStart(nowMs);
  return day === "yesterday" ? dayStart(nowMs) - DAY_MS : Date.parse(`${day}T00:00:00Z`);
}

/** A time without a day is the last one that has passed. */
function beginOf({ day, minuteOfDay = 0 }: QueryMoment, nowMs: number): number {
  const afterMidnightMs = minuteOfDay * MINUTE_MS;
  if (day !== undefined) return startOf(day, nowMs) + afterMidnightMs;
  const today = dayStart(nowMs) + afterMidnightMs;
  return today <= nowMs ? today : today - DAY_MS;
}

/** A day without a time ends when it is over; a time without a day is the first one after the beginning. */
function endOf({ day, minuteOfDay }: QueryMoment, fromMs: number, nowMs: number): number {
  if (day !== undefined)
    return minuteOfDay === undefined ? startOf(day, nowMs) + DAY_MS : startOf(day, nowMs) + minuteOfDay * MINUTE_MS;
  const sameDay = dayStart(fromMs) + (minuteOfDay ?? 0) * MINUTE_MS;
  return sameDay > fromMs ? sameDay : sameDay + DAY_MS;
}
