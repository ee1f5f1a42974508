import type { PriceRow } from "@skylane/core";
import { type PriceFamily, type PriceSpec, priceRows } from "../../_shared/price-rows.ts";
import {
  ASIA,
  EUROPE,
  INDONESIA_OCEANIA,
  MIDDLE_EAST_AFRICA,
  NORTH_AMERICA,
  SOUTH_AMERICA,
  toGoogle,
} from "./places.ts";

const TRANSFER = {
  cloud: "gcp",
  unit: "GiB",
  source: "Google Cloud network pricing, between its own locations",
  asOf: "2026-10-01",
  trust: "secondary",
} as const satisfies Omit<PriceFamily, "item">;

const CONTINENTS = {
  "north-america": { regions: NORTH_AMERICA, withinUsd: 0.01 },
  europe: { regions: EUROPE, withinUsd: 0.02 },
  asia: { regions: ASIA, withinUsd: 0.05 },
  "south-america": { regions: SOUTH_AMERICA, withinUsd: 0.08 },
  // what it costs within the Middle East and Africa is not known
  "middle-east-africa": { regions: MIDDLE_EAST_AFRICA, withinUsd: undefined },
} as const;
const BETWEEN_CONTINENTS_USD = 0.08;
const INDONESIA_OCEANIA_USD = 0.15;

const fromEach = Object.entries(CONTINENTS).flatMap(([id, { regions, withinUsd }]): readonly PriceSpec[] => {
  const others = Object.values(CONTINENTS).flatMap((other) => (other.regions === regions ? [] : other.regions));
  return [
    ...(withinUsd === undefined ? [] : [{ id, regions, to: toGoogle(regions), usd: withinUsd }]),
    { id: `${id}/other-continents`, regions, to: toGoogle(others), usd: BETWEEN_CONTINENTS_USD },
    { id: `${id}/indonesia-oceania`, regions, to: toGoogle(INDONESIA_OCEANIA), usd: INDONESIA_OCEANIA_USD },
  ];
});

/** Between Regions, by continent; over tunnels, peerings and the network itself alike. */
const INTER_REGION = priceRows({ ...TRANSFER, item: "egress-inter-region" }, [
  ...fromEach,
  { id: "indonesia-oceania", regions: INDONESIA_OCEANIA, to: ["gcp:*"], usd: INDONESIA_OCEANIA_USD },
]);

const INTER_ZONE = priceRows({ ...TRANSFER, item: "egress-inter-zone" }, [
  { id: "everywhere", regions: ["*"], usd: 0.01, asOf: "2026-09-20" },
]);

/**
 * Data out over an interconnect, for what starts in the Region of its attachment; what comes from another Region pays the way
 * there as well.
 */
const DEDICATED = priceRows(
  {
    ...TRANSFER,
    item: "egress-dedicated",
    source: "Google Cloud Interconnect pricing, egress (older copy of the vendor's page, read on this day)",
    asOf: "2026-09-20",
    trust: "unverified",
  },
  [
    { id: "north-america-europe", regions: [...NORTH_AMERICA, ...EUROPE], usd: 0.02 },
    { id: "asia", regions: ASIA, usd: 0.042 },
  ],
);

export const transferPrices: readonly PriceRow[] = [...INTER_REGION, ...INTER_ZONE, ...DEDICATED];
