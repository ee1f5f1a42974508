import type {
  BillDelivery,
  BillFormat,
  BillingMonth,
  BillReader,
  BillStore,
  CostSettings,
  IngestReport,
} from "@skylane/core";
import { oneLine, SkylaneError } from "@skylane/core";
import { onDemandBook } from "../recommend/hourly-on-demand.ts";
import { type TakeRules, takeDelivery } from "./take-delivery.ts";

export interface IngestPorts {
  readonly reader: BillReader;
  readonly store: Pick<BillStore, "replace" | "taken">;
  readonly nowMs: () => number;
}

export interface IngestRequest {
  readonly sourceIds: readonly string[];
  /** Bills change for some time after their month. */
  readonly sinceMonth: BillingMonth;
  readonly tagNames: ReadonlySet<string>;
  /** Hours are kept of use that they cover. */
  readonly offers: CostSettings["savings"]["offers"];
  readonly rulesFor: (format: BillFormat) => Pick<TakeRules, "cloudOf" | "converterFor" | "transferOf">;
}

/** What became of every delivery that was found, and which sources could not be read. */
export interface IngestResult {
  readonly reports: readonly IngestReport[];
  readonly failures: readonly { readonly sourceId: string; readonly deliveryId?: string; readonly says: string }[];
}

/**
 * Takes the newest complete delivery of each source and month, unless it is the one that was taken. Another run changes nothing.
 * A source that cannot be read, or is not in its format, leaves what was taken before as it is, and the others alone.
 */
export async function ingestBills(ports: IngestPorts, request: IngestRequest): Promise<IngestResult> {
  const reports: IngestReport[] = [];
  const failures: IngestResult["failures"][number][] = [];
  for (const sourceId of request.sourceIds)
    try {
      const found = await ports.reader.deliveries(sourceId, request.sinceMonth);
      for (const [month, ofMonth] of Map.groupBy(found, ({ billingMonth }) => billingMonth))
        for (const one of await ingestMonth(ports, request, sourceId, month, ofMonth))
          if ("says" in one) failures.push(one);
          else reports.push(one);
    } catch (error) {
      failures.push({ sourceId, says: saidBy(error) });
    }
  return { reports, failures };
}

async function ingestMonth(
  { reader, store, nowMs }: IngestPorts,
  { tagNames, offers, rulesFor }: IngestRequest,
  sourceId: string,
  month: BillingMonth,
  found: readonly BillDelivery[],
): Promise<readonly (IngestReport | IngestResult["failures"][number])[]> {
  const taken = await store.taken(sourceId, month);
  const newestFirst = found.toSorted((a, b) => b.writtenAtMs - a.writtenAtMs || (a.id < b.id ? 1 : -1));
  const newest = newestFirst.find(({ lacks }) => lacks === undefined);
  const all: (IngestReport | IngestResult["failures"][number])[] = [];
  for (const delivery of newestFirst) {
    const status = statusOf(delivery, newest, taken);
    if (status !== "taken") {
      all.push(notTaken(delivery, status, nowMs()));
      continue;
    }
    try {
      const onDemand = onDemandBook(offers);
      const { lines, report } = await takeDelivery(reader, delivery, {
        ...rulesFor(delivery.format),
        tagNames,
        onTaken: onDemand.add,
        nowMs: nowMs(),
      });
      const whole = { ...report, ...(taken && { replacedBilled: taken.billed }) };
      await store.replace(delivery, lines, whole, onDemand.bill());
      all.push(whole);
    } catch (error) {
      all.push({ sourceId, deliveryId: delivery.id, says: saidBy(error) });
    }
  }
  return all;
}

/** What is to become of a delivery, by what else there is. */
function statusOf(
  delivery: BillDelivery,
  newest: BillDelivery | undefined,
  taken: IngestReport | undefined,
): IngestReport["status"] {
  if (delivery.lacks !== undefined) return "incomplete";
  if (taken?.deliveryId === delivery.id) return "unchanged";
  return delivery !== newest || delivery.writtenAtMs < (taken?.writtenAtMs ?? Number.NEGATIVE_INFINITY)
    ? "older-than-taken"
    : "taken";
}

const notTaken = (
  { id, billingMonth, writtenAtMs, lacks }: BillDelivery,
  status: IngestReport["status"],
  atMs: number,
): IngestReport => ({
  deliveryId: id,
  billingMonth,
  writtenAtMs,
  status,
  rowCount: 0,
  takenCount: 0,
  setAsideCount: 0,
  byFault: {},
  deviations: lacks === undefined ? [] : [{ column: "(delivery)", says: oneLine(`lacks ${lacks}`, 300), count: 1 }],
  setAside: [],
  billed: {},
  setAsideBilled: {},
  atMs,
});

/** An error with a code is told in its words; another is a fault of ours or of the network, and goes on. */
function saidBy(error: unknown): string {
  if (error instanceof SkylaneError) return oneLine(`${error.name}: ${error.message}`, 400);
  throw error;
}
