import type {
  BillingMonth,
  BillLine,
  Clock,
  Estimates,
  MeteredSlot,
  MeterStore,
  Reconciliation,
  SkylaneConfig,
  Topology,
  TrafficMeter,
  UnplacedTransfer,
} from "@skylane/core";

/** What metering needs: who counts, where it is kept, the estate as it was found and as it is configured, and list prices. */
export interface MeterDeps {
  readonly meter: TrafficMeter;
  readonly store: MeterStore;
  readonly topology: Topology;
  readonly config: Pick<SkylaneConfig, "connections" | "flows" | "groups" | "policies">;
  readonly estimates: Estimates;
  readonly clock: Pick<Clock, "nowMs">;
}

/** What one run of the meter did. */
export interface MeterReport {
  /** The slots that were read: those that begin in [fromMs, toMs). */
  readonly fromMs: number;
  readonly toMs: number;
  readonly slotCount: number;
  readonly flowSlotCount: number;
  readonly bytes: number;
  /** Of these slots, at list prices; slots whose price is not known count nothing here. */
  readonly usd: number;
  /** What could not be counted, why, and what to do. */
  readonly gaps: readonly string[];
  /** What has no price, each thing once. */
  readonly unpriced: readonly string[];
}

/** Meter and bills of one month. */
export interface ReconcileInput {
  readonly month: BillingMonth;
  /** Of all sources, in one currency. */
  readonly lines: readonly BillLine[];
  /** Of the month, in any order. */
  readonly slots: Iterable<MeteredSlot>;
  readonly topology: Topology;
  readonly config: Pick<SkylaneConfig, "connections">;
  readonly estimates: Estimates;
}

/** Rows by link where the bill names the link; what it asks for data without naming one is not spread over links. */
export interface Reconciled {
  readonly rows: readonly Reconciliation[];
  readonly unplaced: readonly UnplacedTransfer[];
}

export type MeterTraffic = (deps: MeterDeps) => Promise<MeterReport>;
export type Reconcile = (input: ReconcileInput) => Reconciled;
