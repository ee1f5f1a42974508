export { type Allocation, type CostShare, type TransferLine, UNALLOCATED } from "./allocation.ts";
export { CostAnomaly, CostAnomalyId, CostCause } from "./anomaly.ts";
export { BillFormat } from "./bill-format.ts";
export { Budget, CostForecast } from "./budget.ts";
export { type BillCharge, BillingMonth, ChargeCategory, TransferKind, TransferPlace } from "./charge.ts";
export {
  FOCUS_VERSION,
  type FocusColumn,
  type FocusColumnRule,
  type FocusRow,
  focusColumnNames,
  focusColumns,
} from "./focus.ts";
export { BillDelivery, IngestReport, RowFault, RowSetAside } from "./ingest.ts";
export {
  FlowSlot,
  METER_SLOT_MS,
  MeteredSlot,
  MeteredVolumes,
  Reconciliation,
  UnplacedTransfer,
} from "./metering.ts";
export { MOST_ON_DEMAND_HOURS, OnDemandBill, OnDemandUse } from "./on-demand.ts";
export { CostRecommendation, CostRecommendationId, RecommendationKind } from "./recommendation.ts";
export { CostScope, ScopeKind } from "./scope.ts";
