import type { DrillList, DrillReport, DrillSummary } from "@skylane/core";
import type { Deps } from "../../../deps.ts";
import { failoverError } from "../../errors.ts";
import { groupsOfDrill } from "../groups-of-drill.ts";
import { summarizeMonth } from "../month-summary.ts";
import { loadReport } from "./load-run.ts";

const SHOWN_COUNT = 200;
/** A quarter of a drill a day over a hundred groups. */
const SUMMARY_COUNT = 10_000;

/** What is configured, and the runs, newest first. */
export async function listDrills({ config, drills }: Pick<Deps, "config" | "drills">): Promise<DrillList> {
  const reports = await drills.list(SHOWN_COUNT);
  return {
    drills: config.drills.map((drill) => ({
      id: drill.id,
      kind: drill.kind,
      groupIds: groupsOfDrill(drill, config).map(({ id }) => id),
      ...(drill.schedule && { schedule: drill.schedule.expression, timeZone: drill.schedule.timeZone }),
    })),
    reports: [...reports],
  };
}

/** The report of one run, with its seal. @throws ERR_DRILL_MISSING */
export const showDrillReport = (deps: Pick<Deps, "drills">, runId: string): Promise<DrillReport> =>
  loadReport(deps, runId);

/** What was drilled in a month, `2026-11`. */
export async function showDrillSummary(
  { config, drills, clock }: Pick<Deps, "config" | "drills" | "clock">,
  month: string,
): Promise<DrillSummary> {
  const reports = await drills.list(SUMMARY_COUNT);
  return summarizeMonth(
    month,
    reports.map(({ run }) => run),
    config,
    clock.nowMs(),
  );
}

/** The public half of the key that seals reports. @throws ERR_REPORT_KEY_MISSING */
export async function showReportKey({
  sealer,
}: Pick<Deps, "sealer">): Promise<{ readonly keyId: string; readonly pem: string }> {
  const key = await sealer.publicKey();
  if (key) return key;
  throw failoverError(
    "ERR_REPORT_KEY_MISSING",
    "no key is set, so reports are not sealed; set the secret drill-report-key to an Ed25519 key in PEM form",
  );
}
