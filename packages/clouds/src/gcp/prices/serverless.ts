import type { PriceItem, PriceRow } from "@skylane/core";
import { type PriceSpec, priceRows } from "../../_shared/price-rows.ts";

const priced = (item: PriceItem, unit: PriceRow["unit"], spec: Omit<PriceSpec, "regions">): readonly PriceRow[] =>
  priceRows(
    {
      cloud: "gcp",
      item,
      unit,
      source: "Cloud Run pricing, us-central1, functions billed by request (2026-10)",
      asOf: "2026-10-01",
      trust: "secondary",
    },
    [{ ...spec, regions: ["us-central1"] }],
  );

/** What probing from a function of Google costs: the time of its CPU and of its memory, its calls, and its schedule. */
export const serverlessPrices: readonly PriceRow[] = [
  ...priced("function-time", "vCPU-second", {
    id: "cpu/us-central1",
    variant: "cpu",
    usd: 0.000024,
    allowance: { pool: "gcp-function-cpu", units: 180_000 },
  }),
  ...priced("function-time", "GB-second", {
    id: "us-central1",
    usd: 0.0000025,
    allowance: { pool: "gcp-function-time", units: 360_000 },
  }),
  ...priced("function-request", "million", {
    id: "us-central1",
    usd: 0.4,
    allowance: { pool: "gcp-function-request", units: 2 },
  }),
  ...priced("schedule", "month", {
    id: "us-central1",
    usd: 0.1,
    allowance: { pool: "gcp-schedule", units: 3 },
  }),
];
