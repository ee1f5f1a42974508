import { WeekReport } from "@skylane/core";
import { ask } from "./ask.ts";

/** Incidents, bills and paths of a week are read. */
const PATIENCE_MS = 30_000;

/** A week, `2026-W47`; absent = the last one that is over. @throws Error in words for a person */
export const fetchWeekReport = async (week: string | undefined): Promise<WeekReport> =>
  WeekReport.parse(
    await ask("GET", `/v1/reports/week${week === undefined ? "" : `?week=${week}`}`, undefined, PATIENCE_MS),
  );
