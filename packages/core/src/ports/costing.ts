import type { CostAnomaly } from "../model/cost/anomaly.ts";
import type { BillFormat } from "../model/cost/bill-format.ts";
import type { CostForecast } from "../model/cost/budget.ts";
import type { BillCharge, BillingMonth } from "../model/cost/charge.ts";
import type { BillDelivery, IngestReport, RowFault } from "../model/cost/ingest.ts";
import type { FlowSlot, MeteredSlot, MeteredVolumes } from "../model/cost/metering.ts";
import type { OnDemandBill } from "../model/cost/on-demand.ts";
import type { CostRecommendation } from "../model/cost/recommendation.ts";
import type { CloudId } from "../model/network.ts";

/** Reads the bills that clouds lay down; changes nothing there. */
export interface BillReader {
  /** Deliveries of the source with that id in the configuration, newest first; those that are not complete say what they lack. */
  deliveries(sourceId: string, sinceMonth: BillingMonth): Promise<readonly BillDelivery[]>;
  /** The rows of one file, in portions; the first line is the header, and the names in it are those of its format. */
  rows(delivery: BillDelivery, fileName: string): AsyncIterable<BillPage>;
}

/** Some rows of a file. */
export interface BillPage {
  readonly header: readonly string[];
  readonly rows: readonly RawBillRow[];
  /** What its cloud asks for having been asked for this page, at list prices; absent = nothing, or only for traffic. */
  readonly readUsd?: number | undefined;
}

/** A row as it stands there; `fault` = it could not even be cut into fields. */
export interface RawBillRow {
  readonly rowNumber: number;
  readonly fields: readonly string[];
  readonly fault?: string | undefined;
}

/** Where rows that were taken lack something that does no harm to their meaning, by column and what is said of it. */
export type BillDeviations = ReadonlyMap<
  string,
  { readonly column: string; readonly says: string; readonly count: number }
>;

/** Makes rows of FOCUS of the rows of a vendor's own format. Not pure: it counts deviations. */
export interface RowConverter {
  readonly header: readonly string[];
  convert(fields: readonly string[]): readonly string[] | { readonly fault: RowFault; readonly says: string };
  /** What no two rows of a delivery have in common, where the vendor says there is such a thing and the row has it. */
  identityOf(fields: readonly string[]): readonly string[] | undefined;
  readonly deviations: BillDeviations;
}

/** How one cloud writes its bills. */
export interface Billing {
  readonly cloud: CloudId;
  /** Its own format, beside FOCUS. */
  readonly format: BillFormat;
  /** Who bills, as the column ProviderName of its FOCUS says it. */
  readonly providerNames: readonly string[];
  /** Columns of a row that is written as JSON; absent = it is always CSV. */
  readonly jsonColumns?: readonly string[];
  /** @throws ERR_BILL_HEADER if that is no header of its format */
  converterFor(header: readonly string[]): RowConverter;
  /** Further formats of the same cloud: what its API answers where nothing is laid down. */
  readonly more?: Readonly<Partial<Record<BillFormat, Billing["converterFor"]>>>;
  /** Where the bytes went that a charge is for; `undefined` = it is not for bytes on their way, or does not say. */
  transferOf(charge: BillCharge): BillCharge["transfer"];
}

/** What is known of a bill by the format it is written in. */
export interface BillRules {
  /** By the name of the provider as a row says it. */
  readonly cloudOf: (providerName: string) => CloudId | undefined;
  /** Absent = the format is FOCUS. */
  readonly converterFor?: Billing["converterFor"];
  readonly jsonColumns?: readonly string[] | undefined;
  readonly transferOf: (charge: BillCharge) => BillCharge["transfer"];
}

/** Charges of a day with all but their moment and description alike, added up; what is kept of a bill. */
export interface BillLine extends Omit<BillCharge, "startMs" | "endMs" | "description" | "meter" | "tags"> {
  /** Day of the charge, UTC, e.g. 2026-11-21. */
  readonly day: string;
  /** Tags that a rule of the configuration asks for; others are not kept. */
  readonly tags: Readonly<Record<string, string>>;
  readonly rowCount: number;
}

/** Bills as they were taken. One delivery is what counts for a source and month, whole or not at all. */
export interface BillStore {
  /** Puts a delivery in the place of the one before it; the same twice changes nothing. */
  replace(
    delivery: BillDelivery,
    lines: readonly BillLine[],
    report: IngestReport,
    onDemand?: OnDemandBill,
  ): Promise<void>;
  taken(sourceId: string, month: BillingMonth): Promise<IngestReport | undefined>;
  reports(sinceMonth: BillingMonth): Promise<readonly IngestReport[]>;
  lines(month: BillingMonth): Promise<readonly BillLine[]>;
  /** Of each bill of the month its hours on demand; `undefined` = one was taken without them. */
  onDemand(month: BillingMonth): Promise<readonly OnDemandBill[] | undefined>;
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

/** How busy a machine was, hour by hour, as its cloud's metrics say. */
export interface MachineUse {
  /** Key of the service it is in the topology. */
  readonly serviceKey: string;
  /** The id its bill names it by, alone or at the end of a path. */
  readonly billedAs: string;
  /** Start of the first hour, ms since 1970. */
  readonly startMs: number;
  /** Part of its processor in use in the highest five minutes of each hour, 0 to 1; `undefined` = the hour was not measured whole. */
  readonly cpuRatio: readonly (number | undefined)[];
  /** The same of its memory; absent = nobody measures it. */
  readonly memoryRatio?: readonly (number | undefined)[] | undefined;
  /** Smaller ones of its kind, and which part of it each is: of its processors, its memory and its price. */
  readonly smallerSizes: readonly { readonly name: string; readonly ofNowRatio: number }[];
}

/** What holding and reading data costs in a tier of a store, at list prices; gigabytes are decimal. */
export interface StorageTier {
  readonly id: string;
  readonly usdPerGbMonth: number;
  readonly usdPerReadGb: number;
  /** For each thousand objects that are moved there. */
  readonly usdPerThousandMoves: number;
  /** What is deleted or moved before is paid until then. */
  readonly minDays: number;
  /** What is smaller is billed as if it were so large. */
  readonly minObjectBytes: number;
}

/** What lies in a bucket or storage account, and what came and went in the window, as its cloud's metrics say. */
export interface StoreUse {
  readonly cloud: CloudId;
  readonly accountId: string;
  readonly regionId: string;
  /** The id its bill names it by, alone or at the end of a path or ARN. */
  readonly billedAs: string;
  /** Bytes that lie there now, by the id of their tier. */
  readonly bytesByTier: Readonly<Record<string, number>>;
  /** Of all tiers. */
  readonly objectCount: number;
  readonly readBytes: number;
  readonly writtenBytes: number;
  /** Tiers from which data can be read at once, where their prices are known. */
  readonly tiers: readonly StorageTier[];
}

/** What a load balancer took and answered in a window. */
export interface RequestCount {
  readonly loadBalancer: string;
  readonly requestCount: number;
  /** Requests and answers. */
  readonly bytes: number;
}

/** Reads how busy the machines of the last topology were, how stores are used, and what load balancers count; changes nothing. */
export interface UsageReader {
  /** Both moments are whole hours. Machines that nobody has points of are left out. */
  read(window: { readonly fromMs: number; readonly toMs: number }): Promise<{
    readonly machines: readonly MachineUse[];
    /** What could not be read, and why. */
    readonly gaps: readonly string[];
  }>;
  /** Both moments are whole days. Stores of which somebody does not know what is read or written are left out. */
  readStores(window: { readonly fromMs: number; readonly toMs: number }): Promise<{
    readonly stores: readonly StoreUse[];
    readonly gaps: readonly string[];
  }>;
  /** Both moments are whole days. Load balancers that counted nothing are left out. */
  readRequests(
    loadBalancers: readonly string[],
    window: { readonly fromMs: number; readonly toMs: number },
  ): Promise<{ readonly counts: readonly RequestCount[]; readonly gaps: readonly string[] }>;
}

/** Slots as they were counted and priced. */
export interface MeterStore {
  /** Slots of the same start, connection and `fromKey` take the place of those there are, and flows of the same start and id. */
  put(slots: readonly MeteredSlot[], flows: readonly FlowSlot[]): Promise<void>;
  read(window: {
    readonly fromMs: number;
    readonly toMs: number;
  }): Promise<{ readonly slots: readonly MeteredSlot[]; readonly flows: readonly FlowSlot[] }>;
  volumes(month: BillingMonth): Promise<MeteredVolumes | undefined>;
  putVolumes(volumes: MeteredVolumes): Promise<void>;
}

/** What was found of costs, and what people said of it; every write of a finding is conditional on the version that was read. */
export interface CostFindingStore {
  anomalies(): Promise<readonly CostAnomaly[]>;
  /** Writes it in place of the version it has (absent = none was there), with the next one. `undefined` if another has written since. */
  putAnomaly(anomaly: CostAnomaly): Promise<CostAnomaly | undefined>;
  recommendations(): Promise<readonly CostRecommendation[]>;
  /** As `putAnomaly`. */
  putRecommendation(recommendation: CostRecommendation): Promise<CostRecommendation | undefined>;
  forecasts(): Promise<readonly CostForecast[]>;
  putForecasts(forecasts: readonly CostForecast[]): Promise<void>;
}

/** Which thresholds of a budget were told: keys of threshold and period. */
export interface BudgetToldStore {
  told(budgetId: string): Promise<readonly string[]>;
  putTold(budgetId: string, keys: readonly string[]): Promise<void>;
}
