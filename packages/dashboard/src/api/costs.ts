import {
  CostAllocations,
  CostAnomalyList,
  type CostAnomalyOrder,
  type CostAnomalyVerb,
  CostBills,
  CostForecastList,
  CostMeter,
  CostRecommendationList,
  type CostRecommendationVerb,
  CostReconciliation,
  CostSpend,
  CostSummary,
  CostTransfers,
} from "@skylane/core";
import { ask } from "./ask.ts";

/** Costs, by what is asked: `?by=` and `?month=` as the API takes them. @throws Error in words for a person */
export const fetchCosts = {
  summary: async (asked: string) =>
    CostSummary.parse(await ask("GET", `/v1/costs/summary?${asked}`, undefined, SLOW_MS)),
  spend: async (asked: string) => CostSpend.parse(await ask("GET", `/v1/costs/spend?${asked}`, undefined, SLOW_MS)),
  allocations: async (asked: string) =>
    CostAllocations.parse(await ask("GET", `/v1/costs/allocations?${asked}`, undefined, SLOW_MS)),
  transfers: async (asked: string) =>
    CostTransfers.parse(await ask("GET", `/v1/costs/transfers?${asked}`, undefined, SLOW_MS)),
  anomalies: async () => CostAnomalyList.parse(await ask("GET", "/v1/costs/anomalies", undefined, SLOW_MS)),
  recommendations: async () =>
    CostRecommendationList.parse(await ask("GET", "/v1/costs/recommendations", undefined, SLOW_MS)),
  forecasts: async () => CostForecastList.parse(await ask("GET", "/v1/costs/forecasts", undefined, SLOW_MS)),
  bills: async () => CostBills.parse(await ask("GET", "/v1/costs/bills", undefined, SLOW_MS)),
  reconciliation: async (asked: string) =>
    CostReconciliation.parse(await ask("GET", `/v1/costs/reconciliation?${asked}`, undefined, SLOW_MS)),
  meter: async () => CostMeter.parse(await ask("GET", "/v1/costs/meter", undefined, SLOW_MS)),
};
/** A month of bills is read whole. */
const SLOW_MS = 30_000;
/** Says something of an anomaly. */
export const answerAnomaly = (id: string, verb: CostAnomalyVerb, order: Partial<CostAnomalyOrder>): Promise<unknown> =>
  ask("POST", `/v1/costs/anomalies/${encodeURIComponent(id)}:${verb}`, order);
/** Says something of a way to pay less. */
export const answerRecommendation = (id: string, verb: CostRecommendationVerb): Promise<unknown> =>
  ask("POST", `/v1/costs/recommendations/${encodeURIComponent(id)}:${verb}`, { note: "said on the page" });
