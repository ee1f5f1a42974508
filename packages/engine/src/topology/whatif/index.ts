export { hopPrices, type WayEstimate } from "./estimate-way.ts";
export { type Failure, failureKinds, failuresMeant } from "./failures.ts";
export { type FlowOutcome, type Impact, type Survey, surveyOf } from "./survey.ts";
export { type GatewayKinds, gatewayKindsOf, transferLeg } from "./transfer-leg.ts";
