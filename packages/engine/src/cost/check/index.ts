export { type AdvisedCosts, adviseCosts } from "./use-cases/advise-costs.ts";
export { type ForeseenCosts, forecastCosts } from "./use-cases/forecast-costs.ts";
export { type CostCheckOrder, CostCheckKind, startCostCheck } from "./use-cases/start-cost-check.ts";
export { type TakenBills, takeBills } from "./use-cases/take-bills.ts";
export { type WatchedLook, watchCosts } from "./use-cases/watch-costs.ts";
export { CheckFailure, tellCheckFailure } from "./use-cases/tell-check-failure.ts";
export { type VerifiedSavings, verifySavings } from "./use-cases/verify-savings.ts";
