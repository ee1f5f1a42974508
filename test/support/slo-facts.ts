import type { PathDay, PathPerformanceRecord, SloSpan } from "@skylane/core";

export const DAY_MS = 86_400_000;
export const MINUTE_MS = 60_000;
/** Noon of a day. */
export const NOON_MS = 20_000 * DAY_MS + DAY_MS / 2;

/** What was learnt of a path on one day: up for these minutes, with twenty answers in each, unless it is said. */
export const aDay = (day: number, upMinutes: number, more: Partial<PathDay> = {}): PathDay => ({
  day,
  sentCount: upMinutes * 20,
  lostCount: 0,
  upMinutes,
  degradedMinutes: 0,
  downMinutes: 0,
  ...more,
});

/** What was learnt of the path dx of the small estate. */
export const learntOf = (days: readonly PathDay[], more: { pathId?: string } = {}): PathPerformanceRecord =>
  ({
    pathId: more.pathId ?? "dx",
    vantageId: "v1",
    rtt: { zeroCount: 0, indexes: [], counts: [] },
    weighedDay: days.at(-1)?.day ?? 0,
    days,
    slotsMs: [NOON_MS],
    state: "up",
    lastSamples: [],
  }) as unknown as PathPerformanceRecord;

/** Bad minutes that ended so long ago and began as long before that. */
export const aSpan = (endedMinutesAgo: number, minutes: number, bad: Partial<SloSpan>): SloSpan => ({
  fromMs: NOON_MS - (endedMinutesAgo + minutes) * MINUTE_MS,
  toMs: NOON_MS - endedMinutesAgo * MINUTE_MS,
  downMinutes: 0,
  slowMinutes: 0,
  ...bad,
});
