import {
  type HealthStore,
  PathHealthRecord,
  PathPerformanceRecord,
  type PerformanceStore,
  SloLedger,
  type SloLedgerStore,
} from "@skylane/core";
import type { DocumentTable } from "./document-table.ts";
import { pathStore } from "./path-store.ts";

export const healthStore = (table: DocumentTable): HealthStore =>
  pathStore(table, "HEALTH", PathHealthRecord, ({ sampledAtMs }) => sampledAtMs);

export const performanceStore = (table: DocumentTable): PerformanceStore =>
  pathStore(table, "PERFORMANCE", PathPerformanceRecord, ({ slotsMs }) => slotsMs.at(-1) ?? 0);

export const sloLedgerStore = (table: DocumentTable): SloLedgerStore =>
  pathStore(table, "SLO-LEDGER", SloLedger, ({ atMs }) => atMs);
