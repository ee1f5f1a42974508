export * from "./allocate/index.ts";
export * from "./anomaly/index.ts";
export * from "./budget/index.ts";
export * from "./check/index.ts";
export { type ComparedCost, compareCost, deviationRatio } from "./compare-cost.ts";
export { costError, costErrors } from "./errors.ts";
export { type ForeseenStack, foreseenStack, foreseeUse } from "./foresee-use.ts";
export * from "./ingest/index.ts";
export * from "./meter/index.ts";
export {
  type FiredSchedule,
  isSeldomRate,
  type MinuteOfUse,
  type MonthOfUse,
  monthOfMinutes,
} from "./month-of-minutes.ts";
export { ALLOWANCES_COUNTED, type CostLine, priceUse, usdOf } from "./price-use.ts";
export * from "./recommend/index.ts";
export { SelfCost, selfCost } from "./self-cost.ts";
export { allocationView } from "./show/allocation-view.ts";
export { standingUse } from "./standing.ts";
export { findAnomaly, orderAnomaly, orderRecommendation } from "./use-cases/answer-costs.ts";
export {
  listAnomalies,
  listBills,
  listForecasts,
  listRecommendations,
  showAllocations,
  showCostSummary,
  showMeter,
  showReconciliation,
  showSpend,
  showTransfers,
} from "./use-cases/show-costs.ts";
export { weekOfCosts } from "./use-cases/week-of-costs.ts";
export type { Used } from "./used.ts";
export * from "./verify/index.ts";
export * from "./words/index.ts";
