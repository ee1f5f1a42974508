export { type ForeseenCosts, forecastCosts } from "./use-cases/forecast-costs.ts";
export { type TakenBills, takeBills } from "./use-cases/take-bills.ts";
export { type WatchedLook, watchCosts } from "./use-cases/watch-costs.ts";
