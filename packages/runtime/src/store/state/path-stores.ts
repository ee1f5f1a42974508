import { type HealthStore, PathHealthRecord, PathPerformanceRecord, type PerformanceStore } from "@skylane/core";
import type { DocumentTable } from "./document-table.ts";
import { pathStore } from "./path-store.ts";

export const healthStore = (table: DocumentTable): HealthStore =>
  pathStore(table, "HEALTH", PathHealthRecord, ({ sampledAtMs }) => sampledAtMs);

export const performanceStore = (table: DocumentTable): PerformanceStore =>
  pathStore(table, "PERFORMANCE", PathPerformanceRecord, ({ slotsMs }) => slotsMs.at(-1) ?? 0);
