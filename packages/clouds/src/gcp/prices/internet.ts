import type { PriceRow } from "@skylane/core";
import { type PriceSpec, priceRows } from "../../_shared/price-rows.ts";
import { regions as places } from "../regions.ts";
import { EU_AND_UK } from "./places.ts";

const TO_1_TIB = 1_024;
const TO_10_TIB = 10_240;
const TO_150_TIB = 153_600;

const INTERNET = {
  cloud: "gcp",
  item: "egress-internet",
  unit: "GiB",
  source: "Google Cloud price list, Premium tier to the internet",
  asOf: "2026-07-30",
  trust: "secondary",
} as const;

const inSteps = (
  id: string,
  regions: string[],
  [a, b, c]: readonly [number, number, number],
  more: Partial<PriceSpec> = {},
): PriceSpec => ({
  ...more,
  id,
  regions,
  usd: [
    [TO_1_TIB, a],
    [TO_10_TIB, b],
    [Number.POSITIVE_INFINITY, c],
  ],
});

const AUSTRALIA = {
  to: [
    "aws:ap-southeast-2",
    "aws:ap-southeast-4",
    "azure:australia*",
    "oci:ap-sydney-1",
    "oci:ap-melbourne-1",
    "oci:ap-dcc-canberra-1",
  ],
};
const CHINA = { to: ["aws:cn-*", "azure:china*"] };

const NORTH_AMERICA = ["us-*", "northamerica-*"];
const EUROPE_ASIA = [
  "europe-*",
  "asia-east1",
  "asia-east2",
  "asia-south1",
  "asia-south2",
  "asia-southeast1",
  "asia-southeast3",
];
const MIDDLE_EAST_AFRICA = ["africa-south1", "me-central1", "me-west1"];
const JAPAN = ["asia-northeast1", "asia-northeast2"];
const KOREA = ["asia-northeast3"];
const SOUTH = ["asia-southeast2", "australia-*", "me-central2", "southamerica-*"];
/** In the very words of the rows above: a Region that is named goes before where its data goes. */
const BUT_KOREA = [...NORTH_AMERICA, ...EUROPE_ASIA, ...MIDDLE_EAST_AFRICA, ...JAPAN, ...SOUTH];

/** The Premium tier, which is what a network has unless it says otherwise; to Australia and China at prices of their own. */
const PREMIUM = priceRows(INTERNET, [
  inSteps("premium/north-america", NORTH_AMERICA, [0.12, 0.11, 0.08], {
    allowance: { pool: "gcp-internet-premium", units: 1 },
  }),
  inSteps("premium/europe-asia", EUROPE_ASIA, [0.12, 0.11, 0.085]),
  inSteps("premium/middle-east-africa", MIDDLE_EAST_AFRICA, [0.15, 0.13, 0.11]),
  inSteps("premium/korea", KOREA, [0.15, 0.19, 0.15]),
  // the first step is the Standard tier's elsewhere: read so, and to be checked
  inSteps("premium/japan", JAPAN, [0.085, 0.12, 0.085], { trust: "unverified" }),
  inSteps("premium/south", SOUTH, [0.19, 0.18, 0.15]),
  inSteps("premium/to-australia", BUT_KOREA, [0.19, 0.18, 0.15], AUSTRALIA),
  inSteps("premium/korea/to-australia", KOREA, [0.15, 0.19, 0.15], AUSTRALIA),
  inSteps("premium/to-china", BUT_KOREA, [0.23, 0.22, 0.2], CHINA),
  inSteps("premium/korea/to-china", KOREA, [0.2, 0.23, 0.2], CHINA),
]);

/** The Standard tier, in America and Europe: 200 GiB free each month in each Region. */
const STANDARD = priceRows(
  {
    ...INTERNET,
    source: "Google Cloud network pricing, Standard tier (steps above the first not checked with the vendor)",
    asOf: "2026-10-01",
    trust: "unverified",
  },
  Object.keys(places)
    .filter((id) => /^(us|europe|northamerica-northeast)/.test(id))
    .map((id) => ({
      id: `standard/${id}`,
      variant: "standard",
      regions: [id],
      usd: [
        [TO_10_TIB, 0.085],
        [TO_150_TIB, 0.065],
        [Number.POSITIVE_INFINITY, 0.045],
      ] as const,
      allowance: { pool: `gcp-internet-standard-${id}`, units: 200 },
    })),
);

/**
 * Data Transfer Essentials: customers in the EU and the United Kingdom who run in parallel on another provider send the data
 * that this takes for nothing, once they have set it up; the EU Data Act would allow to ask for what it costs. Never taken
 * unless asked for.
 */
const EU_SWITCHING = priceRows(
  {
    ...INTERNET,
    source: "Google Cloud, Data Transfer Essentials: available at no cost to customers in the EU and the UK",
    asOf: "2025-09-10",
  },
  [{ id: "eu-switching", variant: "eu-switching", regions: EU_AND_UK, to: ["aws:*", "azure:*", "oci:*"], usd: 0 }],
);

export const internetPrices: readonly PriceRow[] = [...PREMIUM, ...STANDARD, ...EU_SWITCHING];
