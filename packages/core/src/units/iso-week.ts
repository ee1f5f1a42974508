import * as z from "zod";

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/** A week of ISO 8601: `2026-W47`, from Monday to Sunday. */
export const IsoWeek = z
  .string()
  .regex(/^20\d\d-W(0[1-9]|[1-4]\d|5[0-3])$/, "must be a week such as 2026-W47")
  .refine((week) => !/^20\d\d-W\d\d$/.test(week) || isoWeekOf(startOfWeek(week)) === week, {
    error: "is no week of that year: it has 52",
  });

/** The week a moment is in, UTC; its year is that of its Thursday. */
export function isoWeekOf(ms: number): string {
  const day = Math.floor(ms / DAY_MS);
  // 1970-01-01 was a Thursday
  const thursdayMs = (day - ((day + 3) % 7) + 3) * DAY_MS;
  const year = new Date(thursdayMs).getUTCFullYear();
  const number = Math.floor((thursdayMs - Date.UTC(year, 0, 1)) / WEEK_MS) + 1;
  return `${year}-W${String(number).padStart(2, "0")}`;
}

/** When it begins: Monday, midnight UTC. */
export function startOfWeek(week: string): number {
  const [year = 1970, number = 1] = week.split("-W").map(Number);
  // the fourth of January is always in the first
  const day = Math.floor(Date.UTC(year, 0, 4) / DAY_MS);
  return (day - ((day + 3) % 7)) * DAY_MS + (number - 1) * WEEK_MS;
}
