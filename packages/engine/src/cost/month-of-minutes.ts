import { rules } from "@skylane/core";
import { keyOfUse, MINUTES_PER_MONTH, sumOfUse, type Used } from "./used.ts";

/** What was used in one minute; a function's calls are its `function-request` in millions. */
export interface MinuteOfUse {
  readonly startMs: number;
  readonly used: readonly Used[];
}

/** A schedule as far as it says how often something is called. */
export interface FiredSchedule {
  /** `rate(1 minute)`, or a cron, which is not foreseen. */
  readonly rate: string;
  readonly target: string;
}

/** A month made of minutes, or why these are too few. */
export type MonthOfUse =
  | { readonly outcome: "too-short"; readonly minuteCount: number; readonly quietCount: number }
  | {
      readonly outcome: "month";
      readonly used: readonly Used[];
      /** Standard error of each steady amount, in its units; what its minutes differed by says how well a month is known. */
      readonly errorUnits: ReadonlyMap<string, number>;
      readonly minuteCount: number;
      readonly quietCount: number;
      /** Functions that come so seldom that none came in these minutes: a month has them, and what they set off, beside this. */
      readonly notSeen: readonly string[];
    };

const LEAST_MINUTES = 3;
/** What comes more seldom says little of a month by how often it fell into a window; what comes more often says enough. */
const SELDOM_MINUTES = 30;
/** What a call sets off may run into the minute after it. */
const ECHO_MS = 60_000;

/** Minutes between two calls of a rate; `undefined` for a cron. */
export function minutesOfRate(rate: string): number | undefined {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(rate) ?? [];
  return unit === undefined ? undefined : Number(count) * { minute: 1, hour: 60, day: 1_440 }[unit as "minute"];
}

/** True for what is called once in half an hour or more seldom, and at fixed spans. */
export const isSeldomRate = (rate: string): boolean => (minutesOfRate(rate) ?? 0) >= SELDOM_MINUTES;

/**
 * Makes a month of some whole minutes. What happens all the time is the mean of the quiet minutes. What a schedule calls seldom
 * (a look at a cloud once an hour) makes its minute and the next one busy: what these have beyond the mean, with all that
 * such a call set off, is counted as often as the schedules make such calls in a month, not as often as they happened to fall
 * into these minutes. A first minute in which it ran for a part only is never quiet.
 */
export function monthOfMinutes(
  minutes: readonly MinuteOfUse[],
  schedules: readonly FiredSchedule[],
  isFirstPartial = false,
): MonthOfUse {
  const perMonth = seldomCallsPerMonth(schedules);
  const isSeldom = ({ item, by }: Used): boolean => item === "function-request" && perMonth.has(by);
  const fromMs = minutes.filter(({ used }) => used.some(isSeldom)).map(({ startMs }) => startMs);
  const isBusy = ({ startMs }: MinuteOfUse): boolean =>
    fromMs.some((busyMs) => startMs >= busyMs && startMs <= busyMs + ECHO_MS);
  const quiet = minutes.filter((minute, i) => !isBusy(minute) && !(isFirstPartial && i === 0));
  if (minutes.length < LEAST_MINUTES || quiet.length === 0)
    return { outcome: "too-short", minuteCount: minutes.length, quietCount: quiet.length };

  const busy = busyMinutes(minutes.filter(isBusy), isSeldom, isFirstPartial ? minutes[0]?.startMs : undefined);
  const seen = sumOfUse(busy.flatMap(({ used }) => used.filter(isSeldom)));
  const times = sum(seen.map(({ by }) => perMonth.get(by) ?? 0)) / sum(seen.map(({ units }) => units));
  const inBusy = unitsByKey(busy);
  const inQuiet = quiet.map((minute) => unitsByKey([minute]));
  const errorUnits = new Map<string, number>();
  const used = sumOfUse(minutes.flatMap((minute) => minute.used)).map((one) => {
    const key = keyOfUse(one);
    const values = inQuiet.map((units) => units.get(key) ?? 0);
    const mean = sum(values) / values.length;
    const beyond = Math.max(0, (inBusy.get(key) ?? 0) - mean * busy.length);
    errorUnits.set(key, standardError(values, mean) * MINUTES_PER_MONTH);
    return { ...one, units: mean * MINUTES_PER_MONTH + (beyond === 0 ? 0 : beyond * times) };
  });
  return {
    outcome: "month",
    used,
    errorUnits,
    minuteCount: minutes.length,
    quietCount: quiet.length,
    notSeen: [...perMonth.keys()].filter((by) => !seen.some((one) => one.by === by)),
  };
}

/** But for those in which it began, where a look was seen later as well: what a start sets off comes once, not with every look. */
function busyMinutes(
  all: readonly MinuteOfUse[],
  isSeldom: (used: Used) => boolean,
  beganMs = Number.NEGATIVE_INFINITY,
): readonly MinuteOfUse[] {
  const later = all.filter(({ startMs }) => startMs > beganMs + ECHO_MS);
  return later.some(({ used }) => used.some(isSeldom)) ? later : all;
}

/** Calls a month, in millions, of each function that is called by schedules alone, and seldom. */
function seldomCallsPerMonth(schedules: readonly FiredSchedule[]): ReadonlyMap<string, number> {
  const perMonth = new Map<string, number>();
  for (const { rate, target } of schedules) {
    const minutes = minutesOfRate(rate);
    if (minutes === undefined || !isSeldomRate(rate) || rules.some((rule) => rule.target === target)) continue;
    perMonth.set(target, (perMonth.get(target) ?? 0) + MINUTES_PER_MONTH / minutes / 1e6);
  }
  return perMonth;
}

const unitsByKey = (minutes: readonly MinuteOfUse[]): ReadonlyMap<string, number> =>
  new Map(sumOfUse(minutes.flatMap(({ used }) => used)).map((one) => [keyOfUse(one), one.units]));

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

function standardError(values: readonly number[], mean: number): number {
  if (values.length < 2) return 0;
  return Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1) / values.length);
}
