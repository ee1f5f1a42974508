export type { MeterDeps, MeterReport, MeterTraffic, Reconcile, Reconciled, ReconcileInput } from "./signatures.ts";
