import { DrillList, DrillReport, DrillSummary } from "@skylane/core";
import { ask } from "./ask.ts";

/** What is configured, and the runs, newest first. @throws Error in words for a person */
export const fetchDrills = async (): Promise<DrillList> => DrillList.parse(await ask("GET", "/v1/drills"));

/** The report of one run. @throws Error in words for a person */
export const fetchDrillReport = async (runId: string): Promise<DrillReport> =>
  DrillReport.parse(await ask("GET", `/v1/drills/runs/${encodeURIComponent(runId)}`));

/** What was drilled in a month, `2026-11`. @throws Error in words for a person */
export const fetchDrillSummary = async (month: string): Promise<DrillSummary> =>
  DrillSummary.parse(await ask("GET", `/v1/drills/summary?month=${month}`));

/** Runs a drill now; its guards hold. */
export const runDrill = (drillId: string): Promise<unknown> =>
  ask("POST", `/v1/drills/${encodeURIComponent(drillId)}/run`, { by: "the page" });
