import type { CostAnomaly } from "../model/cost/anomaly.ts";
import type { CostForecast } from "../model/cost/budget.ts";
import type { BillCharge, BillingMonth } from "../model/cost/charge.ts";
import type { BillDelivery, IngestReport } from "../model/cost/ingest.ts";
import type { FlowSlot, MeteredSlot } from "../model/cost/metering.ts";
import type { CostRecommendation } from "../model/cost/recommendation.ts";

/** Reads the bills that clouds lay down; changes nothing there. */
export interface BillReader {
  /** Deliveries that are complete by their manifest, newest first, of the source with that id in the configuration. */
  deliveries(sourceId: string, sinceMonth: BillingMonth): Promise<readonly BillDelivery[]>;
  /** The rows of one file, in portions; the first line is the header, and the names in it are those of its format. */
  rows(delivery: BillDelivery, fileName: string): AsyncIterable<BillPage>;
}

/** Some rows of a file. */
export interface BillPage {
  readonly header: readonly string[];
  readonly rows: readonly RawBillRow[];
}

/** A row as it stands there; `fault` = it could not even be cut into fields. */
export interface RawBillRow {
  readonly rowNumber: number;
  readonly fields: readonly string[];
  readonly fault?: string | undefined;
}

/** Charges of a day with all but their moment and description alike, added up; what is kept of a bill. */
export interface BillLine extends Omit<BillCharge, "startMs" | "endMs" | "description" | "tags"> {
  /** Day of the charge, UTC, e.g. 2026-11-21. */
  readonly day: string;
  /** Tags that a rule of the configuration asks for; others are not kept. */
  readonly tags: Readonly<Record<string, string>>;
  readonly rowCount: number;
}

/** Bills as they were taken. One delivery is what counts for a source and month, whole or not at all. */
export interface BillStore {
  /** Puts a delivery in the place of the one before it; the same twice changes nothing. */
  replace(delivery: BillDelivery, lines: readonly BillLine[], report: IngestReport): Promise<void>;
  taken(sourceId: string, month: BillingMonth): Promise<IngestReport | undefined>;
  reports(sinceMonth: BillingMonth): Promise<readonly IngestReport[]>;
  lines(month: BillingMonth): Promise<readonly BillLine[]>;
}

/** Bytes by slot, as clouds count them. */
export interface TrafficMeter {
  /** Of connections and their two directions, slots that begin in [fromMs, toMs). */
  read(window: { readonly fromMs: number; readonly toMs: number }): Promise<{
    readonly slots: readonly Omit<MeteredSlot, "usd" | "priceRowIds">[];
    /** What could not be read, and why. */
    readonly gaps: readonly string[];
  }>;
}

export interface MeterStore {
  put(slots: readonly MeteredSlot[], flows: readonly FlowSlot[]): Promise<void>;
  read(window: {
    readonly fromMs: number;
    readonly toMs: number;
  }): Promise<{ readonly slots: readonly MeteredSlot[]; readonly flows: readonly FlowSlot[] }>;
}

export interface CostFindingStore {
  anomalies(): Promise<readonly CostAnomaly[]>;
  putAnomaly(anomaly: CostAnomaly): Promise<void>;
  recommendations(): Promise<readonly CostRecommendation[]>;
  putRecommendation(recommendation: CostRecommendation): Promise<void>;
  forecasts(): Promise<readonly CostForecast[]>;
  putForecasts(forecasts: readonly CostForecast[]): Promise<void>;
}
