import { CostAnomaly, type CostFindingStore, CostForecast, CostRecommendation } from "@skylane/core";
import * as z from "zod";
import type { DocumentTable } from "./document-table.ts";
import { packed, packText } from "./packed.ts";

/** A year can be compared with the one before. */
const KEEP_SECONDS = 396 * 86_400;
const ANOMALIES = "COST-ANOMALY";
const RECOMMENDATIONS = "COST-RECOMMENDATION";
const FORECASTS = "COST-FORECAST";

/** Forecasts of one look: thousands of scopes are some 200 KB. */
const Forecasts = packed(z.array(CostForecast), 16_000_000);

/** What was found of costs, in `skylane-state`: an item a finding, and one for all forecasts of a look; gone after thirteen months. */
export function costFindingStore(table: DocumentTable, nowMs: () => number): CostFindingStore {
  const expiresAtSeconds = (): number => Math.floor(nowMs() / 1_000) + KEEP_SECONDS;
  const putNext = async <T extends CostAnomaly | CostRecommendation>(pk: string, one: T): Promise<T | undefined> => {
    const next = { ...one, version: (one.version ?? 0) + 1 };
    return (await table.putOver({ pk, sk: one.id }, next, one.version, expiresAtSeconds())) ? next : undefined;
  };
  return {
    anomalies: async () => (await table.query(ANOMALIES, CostAnomaly)).map(({ doc }) => doc),
    putAnomaly: (anomaly) => putNext(ANOMALIES, anomaly),
    recommendations: async () => (await table.query(RECOMMENDATIONS, CostRecommendation)).map(({ doc }) => doc),
    putRecommendation: (one) => putNext(RECOMMENDATIONS, one),
    async forecasts() {
      const [last] = await table.query(FORECASTS, Forecasts, { isReverse: true, limitCount: 1 });
      return last?.doc ?? [];
    },
    async putForecasts(forecasts) {
      const atMs = Math.max(...forecasts.map((one) => one.atMs));
      if (!Number.isFinite(atMs)) return;
      const key = { pk: FORECASTS, sk: new Date(atMs).toISOString() };
      await table.put(key, packText(JSON.stringify(forecasts)), expiresAtSeconds());
    },
  };
}
