import type { PriceItem, PriceRow } from "@skylane/core";
import { type PriceSpec, priceRows } from "../../_shared/price-rows.ts";

const priced = (item: PriceItem, unit: PriceRow["unit"], spec: Omit<PriceSpec, "regions">): readonly PriceRow[] =>
  priceRows(
    {
      cloud: "azure",
      item,
      unit,
      source: "Azure Retail Prices API, Functions Flex Consumption, as quoted on 2026-09-29",
      asOf: "2026-09-29",
      trust: "secondary",
    },
    [{ ...spec, regions: ["eastus"] }],
  );

/** What probing from a function of Azure costs, on demand: the time of its memory, and its calls. */
export const serverlessPrices: readonly PriceRow[] = [
  ...priced("function-time", "GB-second", {
    id: "eastus",
    usd: 0.000026,
    allowance: { pool: "azure-function-time", units: 100_000 },
  }),
  ...priced("function-request", "million", {
    id: "eastus",
    usd: 0.4,
    allowance: { pool: "azure-function-request", units: 0.25 },
  }),
];
