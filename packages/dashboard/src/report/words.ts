import { isoWeekOf, startOfWeek, type WeekReport } from "@skylane/core";
import { counted } from "../explore/words.ts";
import type { Verdict } from "../shell/verdict.ts";

const WEEK_MS = 7 * 86_400_000;
const SHOWN_WEEKS = 13;

/** The weeks to choose from: the one that runs and a quarter before it, the newest first; and the one that is asked for. */
export function reportWeeks(nowMs: number, asked: string | undefined): readonly string[] {
  const weeks = Array.from({ length: SHOWN_WEEKS + 1 }, (_, i) => isoWeekOf(nowMs - i * WEEK_MS));
  return asked === undefined || weeks.includes(asked) ? weeks : [...weeks, asked].sort().reverse();
}

/** `16 to 22 Nov 2026` */
export function weekDates(week: string): string {
  const fromMs = startOfWeek(week);
  const last = new Date(fromMs + WEEK_MS - 1);
  const first = new Date(fromMs);
  const isOneMonth = first.getUTCMonth() === last.getUTCMonth();
  const day = (date: Date, options: Intl.DateTimeFormatOptions): string =>
    date.toLocaleDateString("en-GB", { ...options, timeZone: "UTC" });
  return `${day(first, isOneMonth ? { day: "numeric" } : { day: "numeric", month: "short" })} to ${day(last, { day: "numeric", month: "short", year: "numeric" })}`;
}

/** The sentence a manager reads first. */
export function weekVerdict({ recovery, needs, availability }: WeekReport): Verdict {
  const failed = recovery.moves.filter(({ isOrdered }) => !isOrdered).length;
  const missed = availability.paths.filter(
    ({ availabilityRatio = 1, objectiveRatio = 0 }) => availabilityRatio < objectiveRatio,
  ).length;
  const late = recovery.judgedCount - recovery.withinCount;
  return {
    tone: needs.some(({ tone }) => tone === "bad") ? "bad" : needs.length + missed + late > 0 ? "watch" : "good",
    text: needs.length === 0 ? "Nothing needs people" : `${counted(needs.length, "thing")} for people`,
    detail: [
      failed === 0
        ? "No failover."
        : `${counted(failed, "failover")}${late > 0 ? `, ${late} slower than promised` : ""}.`,
      missed > 0 ? `${counted(missed, "path")} below what was promised.` : "",
    ]
      .join(" ")
      .trim(),
  };
}

/** Whole dollars, as all sums of a week are. */
export const dollars = (usd: number): string =>
  `${Math.round(usd) < 0 ? "-" : ""}$${Math.abs(Math.round(usd)).toLocaleString("en-US")}`;

/** Down, never up: what is short of an objective must not look like it. */
export const share = (ratio: number): string => `${Number((Math.floor(ratio * 1e5 + 1e-6) / 1e3).toFixed(3))} %`;
