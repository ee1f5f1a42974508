import type { PriceRow } from "@skylane/core";
import { byBandwidth, type PriceFamily, priceRows } from "../../_shared/price-rows.ts";
import { EXPRESS_ROUTE_ZONE_1, EXPRESS_ROUTE_ZONE_2, EXPRESS_ROUTE_ZONE_3 } from "./zones.ts";

const CIRCUITS = {
  cloud: "azure",
  unit: "month",
  source: "Azure ExpressRoute list prices",
  asOf: "2026-11-20",
  trust: "unverified",
} as const satisfies Omit<PriceFamily, "item">;
const source = (what: string): string => `Azure ExpressRoute list prices, ${what} (not checked with the vendor)`;

/** Standard circuits in zone 1; Premium and Local ones have other prices, which are not known. */
const STANDARD = [
  ...priceRows(
    { ...CIRCUITS, item: "metered-circuit", source: source("Standard circuit with metered data, zone 1") },
    byBandwidth(
      { 50: 55, 100: 100, 200: 145, 500: 290, 1000: 436, 2000: 872, 5000: 2_180, 10000: 3_400 },
      { id: "standard/zone-1", regions: EXPRESS_ROUTE_ZONE_1 },
    ),
  ),
  ...priceRows(
    { ...CIRCUITS, item: "unlimited-circuit", source: source("Standard circuit with unlimited data, zone 1") },
    byBandwidth({ 50: 300, 1000: 5_700, 10000: 51_300 }, { id: "standard/zone-1", regions: EXPRESS_ROUTE_ZONE_1 }),
  ),
];

/** Data out over a metered circuit, by the zone of its peering location; in is free. */
const METERED_DATA = priceRows({ ...CIRCUITS, item: "egress-dedicated", unit: "GB" }, [
  { id: "zone-1", regions: EXPRESS_ROUTE_ZONE_1, usd: 0.025, source: source("metered data, zone 1") },
  { id: "zone-2", regions: EXPRESS_ROUTE_ZONE_2, usd: 0.05, source: source("metered data, zone 2") },
  { id: "zone-3", regions: EXPRESS_ROUTE_ZONE_3, usd: 0.14, source: source("metered data, zone 3") },
]);

export const circuitPrices: readonly PriceRow[] = [...STANDARD, ...METERED_DATA];
