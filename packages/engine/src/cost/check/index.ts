export { type AdvisedCosts, adviseCosts } from "./use-cases/advise-costs.ts";
export { countTraffic } from "./use-cases/count-traffic.ts";
export { type ForeseenCosts, forecastCosts } from "./use-cases/forecast-costs.ts";
export { type ReconciledCosts, reconcileCosts } from "./use-cases/reconcile-costs.ts";
export { CostCheckKind, type CostCheckOrder, startCostCheck } from "./use-cases/start-cost-check.ts";
export { type TakenBills, takeBills } from "./use-cases/take-bills.ts";
export { CheckFailure, tellCheckFailure } from "./use-cases/tell-check-failure.ts";
export { type VerifiedSavings, verifySavings } from "./use-cases/verify-savings.ts";
export { type WatchedLook, watchCosts } from "./use-cases/watch-costs.ts";
