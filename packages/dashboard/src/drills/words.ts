import type { DrillReport } from "@skylane/core";
import { took } from "../shell/clock.ts";

type Run = DrillReport["run"];

/** How loud a run is. */
export const drillTone = (status: Run["status"]): "good" | "watch" | "bad" =>
  status === "passed" ? "good" : status === "failed" || status === "aborted" ? "bad" : "watch";

/** How long flows were without an answer, against what was asked. */
export function rtoOf({ measured, targetRtoMs }: Pick<Run, "measured" | "targetRtoMs">): string {
  if (measured === undefined) return `not measured, target ${took(targetRtoMs)}`;
  const { rtoMs } = measured;
  const target = `target ${took(targetRtoMs)}`;
  if (rtoMs === undefined) return `traffic was not seen on the backup, ${target}`;
  return rtoMs === 0 ? `nothing lost, ${target}` : `${took(rtoMs)} without an answer, ${target}`;
}

/** When something was, by days. */
export const daysAgo = (days: number): string => (days === 0 ? "today" : days === 1 ? "yesterday" : `${days} days ago`);

/** The month before one, `2026-11` → `2026-10`. */
export function monthBefore(month: string): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, "0")}`;
}

/** The months to choose from, newest first: a year of them up to now, and what is chosen where it is none of these. */
export function drillMonths(now: Date, chosen: string | undefined): readonly string[] {
  const months = [now.toISOString().slice(0, 7)];
  while (months.length < 12) months.push(monthBefore(months.at(-1) ?? ""));
  return chosen === undefined || months.includes(chosen) ? months : [chosen, ...months];
}
