import { coreError, type EventDraft, type IngestReport, oneLine } from "@skylane/core";
import type { Deps } from "../../../deps.ts";
import { tagNamesAsked } from "../../allocate/index.ts";
import { ingestBills } from "../../ingest/index.ts";
import { monthsBefore } from "../months.ts";

/** A year and the month before it: what is compared, and what is corrected late. What was taken already is not read again. */
const MONTH_COUNT = 13;

/** What became of the bills that were found. */
export interface TakenBills {
  readonly takenCount: number;
  readonly unchangedCount: number;
  readonly setAsideCount: number;
}

/**
 * Takes what clouds have laid down since: of each source and month the newest complete delivery. A source that cannot be read keeps
 * none of the others from being taken. @throws ERR_BILL_UNREADABLE after that, with what each of them says
 */
export async function takeBills(
  deps: Pick<Deps, "billReader" | "billRules" | "billStore" | "clock" | "config" | "log" | "publisher">,
  { atMs }: { readonly atMs: number },
): Promise<TakenBills> {
  const { billReader: reader, billStore: store, clock, config, log, publisher } = deps;
  const { reports, failures } = await ingestBills(
    { reader, store, nowMs: () => clock.nowMs() },
    {
      sourceIds: config.costs.bills.map(({ id }) => id),
      sinceMonth: monthsBefore(atMs, MONTH_COUNT - 1),
      tagNames: tagNamesAsked(config.costs),
      offers: config.costs.savings.offers,
      rulesFor: deps.billRules,
    },
  );
  const taken = reports.filter(({ status }) => status === "taken");
  if (taken.length > 0) await publisher.publish(taken.map(ingestedDraft));
  const setAsideCount = taken.reduce((sum, report) => sum + report.setAsideCount, 0);
  const unchangedCount = reports.filter(({ status }) => status === "unchanged").length;
  const readUsd = taken.reduce((sum, report) => sum + (report.readUsd ?? 0), 0);
  log.info("bills taken", {
    takenCount: taken.length,
    unchangedCount,
    setAsideCount,
    failureCount: failures.length,
    ...(readUsd > 0 && { readUsd }),
  });
  if (failures.length === 0) return { takenCount: taken.length, unchangedCount, setAsideCount };
  throw coreError(
    "ERR_BILL_UNREADABLE",
    oneLine(
      `${failures.length} of the bills could not be taken, the others were: ${failures.map(({ sourceId, says }) => `${sourceId}: ${says}`).join("; ")}`,
      2_000,
    ),
    { sourceIds: failures.map(({ sourceId }) => sourceId).join(",") },
  );
}

/** A delivery is named by its source first. */
const ingestedDraft = (report: IngestReport): EventDraft<"cost.rows-ingested.v1"> => ({
  type: "cost.rows-ingested.v1",
  subject: report.deliveryId,
  epoch: report.writtenAtMs ?? report.atMs,
  seq: 0,
  data: {
    deliveryId: report.deliveryId,
    sourceId: report.deliveryId.split("/")[0] ?? report.deliveryId,
    billingMonth: report.billingMonth,
    takenCount: report.takenCount,
    setAsideCount: report.setAsideCount,
    billed: report.billed,
    ...(report.replacedBilled && { replacedBilled: report.replacedBilled }),
  },
});
