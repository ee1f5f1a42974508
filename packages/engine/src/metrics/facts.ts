import type {
  CapacityWatchRecord,
  CloudId,
  CostAnomaly,
  CostForecast,
  Incident,
  MeteredSlot,
  PathHealthRecord,
  PathPerformanceRecord,
  SkylaneConfig,
  SloLedger,
} from "@skylane/core";

/** What metrics are made from. */
export interface MetricFacts {
  readonly config: SkylaneConfig;
  readonly nowMs: number;
  readonly health: readonly PathHealthRecord[];
  readonly performance: readonly PathPerformanceRecord[];
  readonly ledgers: readonly SloLedger[];
  /** Opened since the month began, UTC. */
  readonly incidents: readonly Incident[];
  /** Active ones, whenever they were opened. */
  readonly active: readonly Incident[];
  readonly isStopped: boolean;
  /** Of today, UTC. */
  readonly meterSlots: readonly MeteredSlot[];
  readonly capacities: readonly CapacityWatchRecord[];
  readonly forecasts: readonly CostForecast[];
  readonly anomalies: readonly CostAnomaly[];
  readonly looks: readonly { readonly cloud: CloudId; readonly atMs: number }[];
  /** When each Region last wrote, as the tables of this one have it. */
  readonly beats: readonly { readonly regionId: string; readonly atMs: number }[];
}
