import type { PriceRow } from "@skylane/core";
import { type PriceFamily, priceRows } from "../../_shared/price-rows.ts";
import { EUROPE, NORTH_AMERICA, toAzure, ZONE_1, ZONE_2 } from "./zones.ts";

const TRANSFER = {
  cloud: "azure",
  unit: "GB",
  source: "Azure bandwidth pricing",
  asOf: "2026-10-01",
  trust: "secondary",
} as const satisfies Omit<PriceFamily, "item">;
const in2022 = { source: "Azure price list of 2022, first step only", asOf: "2022-01-01" };

/** The hundred gigabytes that are free each month. */
const FREE = { pool: "azure-internet", units: 100 };

/** Data out to the internet over Microsoft's network; a VPN's packets too. One TB is 1,024 GB here. */
const INTERNET = priceRows(
  { ...TRANSFER, item: "egress-internet", source: "Azure bandwidth pricing, Microsoft network" },
  [
    {
      id: "zone-1",
      regions: ZONE_1,
      usd: [
        [10_240, 0.087],
        [51_200, 0.083],
        [153_600, 0.07],
        [Number.POSITIVE_INFINITY, 0.05],
      ],
      allowance: FREE,
    },
    {
      id: "southeastasia",
      regions: ["southeastasia"],
      usd: 0.12,
      allowance: FREE,
      source: "Azure bandwidth pricing, Microsoft network, first step only",
    },
    { ...in2022, id: "zone-2", regions: ZONE_2, usd: 0.12, allowance: FREE },
    { ...in2022, id: "brazilsouth", regions: ["brazilsouth"], usd: 0.181, allowance: FREE },
  ],
);

/** From one Region of Azure to another: cheap within a continent. */
const INTER_REGION = priceRows(
  { ...TRANSFER, item: "egress-inter-region", source: "Azure bandwidth pricing, between Regions of a continent" },
  [
    { id: "north-america", regions: NORTH_AMERICA, to: toAzure(NORTH_AMERICA), usd: 0.02 },
    { id: "europe", regions: EUROPE, to: toAzure(EUROPE), usd: 0.02 },
    { ...in2022, id: "from-zone-1", regions: ZONE_1, to: ["azure:*"], usd: 0.05 },
    { ...in2022, id: "from-zone-2", regions: ZONE_2, to: ["azure:*"], usd: 0.08 },
    { ...in2022, id: "from-brazilsouth", regions: ["brazilsouth"], to: ["azure:*"], usd: 0.16 },
  ],
);

/** Peerings are paid by the gigabyte on both sides, each at the price of its own zone; within a Region it is one everywhere. */
const PEERING = (["egress-peering", "ingress-peering"] as const).flatMap((item) =>
  priceRows({ ...TRANSFER, item, source: "Azure virtual network peering pricing" }, [
    { id: "same-region", variant: "same-region", regions: ["*"], usd: 0.01 },
    { id: "zone-1", regions: ZONE_1, usd: 0.035 },
    { id: "zone-2", regions: ZONE_2, usd: 0.09 },
  ]),
);

export const transferPrices: readonly PriceRow[] = [...INTERNET, ...INTER_REGION, ...PEERING];
