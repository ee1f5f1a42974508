export * from "./allocate/index.ts";
export * from "./anomaly/index.ts";
export { type ComparedCost, compareCost, deviationRatio } from "./compare-cost.ts";
export { type ForeseenStack, foreseenStack, foreseeUse } from "./foresee-use.ts";
export * from "./ingest/index.ts";
export { type FiredSchedule, type MinuteOfUse, type MonthOfUse, monthOfMinutes } from "./month-of-minutes.ts";
export { ALLOWANCES_COUNTED, type CostLine, priceUse, usdOf } from "./price-use.ts";
export { SelfCost, selfCost } from "./self-cost.ts";
export type { Used } from "./used.ts";
