export { type MeterDeps, type MeterReport, meterTraffic } from "./meter-traffic.ts";
export { type Reconciled, type ReconcileInput, reconcile } from "./reconcile.ts";
export { type SlotSums, slotSums } from "./slot-sums.ts";
