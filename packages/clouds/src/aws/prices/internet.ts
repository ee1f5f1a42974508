import type { PriceRow } from "@skylane/core";
import { type PriceSpec, priceRows } from "../../_shared/price-rows.ts";

/** The hundred gigabytes that are free each month, of all Regions together. */
export const internetAllowance = { pool: "aws-internet", units: 100 };
const TO_10_TB = 10_240;
const TO_50_TB = 51_200;
const TO_150_TB = 153_600;

/** Four steps: to 10 TB, the next 40, the next 100, above. One TB is 1,024 GB here. */
const inSteps = (
  id: string,
  regions: string[],
  [a, b, c, d]: readonly [number, number, number, number],
): PriceSpec => ({
  id,
  regions,
  usd: [
    [TO_10_TB, a],
    [TO_50_TB, b],
    [TO_150_TB, c],
    [Number.POSITIVE_INFINITY, d],
  ],
  allowance: internetAllowance,
});

const CURRENT = {
  cloud: "aws",
  item: "egress-internet",
  unit: "GB",
  source: "AWS EC2 on-demand pricing, data transfer out to the internet",
  asOf: "2026-09-24",
  trust: "secondary",
} as const;
const OLDER = {
  ...CURRENT,
  source:
    "AWS EC2 on-demand pricing, data transfer out to the internet, price list of 2024-07 (first step as in 2026-09)",
  asOf: "2024-07-01",
} as const;
const OLDEST = {
  ...CURRENT,
  source: "AWS price list of 2022, data transfer out to the internet, first step only",
  asOf: "2022-01-01",
} as const;

/** Data out to the internet, over a VPN as well: its packets leave by the internet. */
export const internetPrices: readonly PriceRow[] = [
  ...priceRows(CURRENT, [inSteps("us-ca-eu", ["us-*", "ca-*", "eu-*"], [0.09, 0.085, 0.07, 0.05])]),
  ...priceRows(OLDER, [
    inSteps("us-gov", ["us-gov-*"], [0.155, 0.115, 0.09, 0.065]),
    inSteps("af-south-1", ["af-south-1"], [0.154, 0.147, 0.126, 0.112]),
    inSteps("sa-east-1", ["sa-east-1"], [0.15, 0.138, 0.126, 0.114]),
    inSteps("ap-northeast-2", ["ap-northeast-2"], [0.126, 0.122, 0.117, 0.108]),
    inSteps("me-south-1", ["me-south-1"], [0.117, 0.1105, 0.091, 0.065]),
    inSteps("ap-southeast-2", ["ap-southeast-2"], [0.114, 0.098, 0.094, 0.092]),
    inSteps("japan", ["ap-northeast-1", "ap-northeast-3"], [0.114, 0.089, 0.086, 0.084]),
    inSteps("hong-kong-singapore", ["ap-east-1", "ap-southeast-1"], [0.12, 0.085, 0.082, 0.08]),
    inSteps("india", ["ap-south-1", "ap-south-2"], [0.1093, 0.085, 0.082, 0.08]),
    inSteps("il-central-1", ["il-central-1"], [0.11, 0.085, 0.077, 0.055]),
    inSteps("ap-southeast-5", ["ap-southeast-5"], [0.108, 0.0765, 0.0738, 0.072]),
  ]),
  ...priceRows(OLDEST, [
    { id: "me-central-1", regions: ["me-central-1"], usd: 0.11, allowance: internetAllowance },
    { id: "ap-southeast-3", regions: ["ap-southeast-3"], usd: 0.132, allowance: internetAllowance },
  ]),
];
