import type { PriceRow } from "@skylane/core";
import { type PriceFamily, type PriceSpec, priceRows } from "../../_shared/price-rows.ts";

const TRANSFER = {
  cloud: "aws",
  unit: "GB",
  source: "AWS EC2 on-demand pricing, data transfer between Regions",
  asOf: "2026-09-24",
  trust: "secondary",
} as const satisfies Omit<PriceFamily, "item">;
const in2024 = { source: "AWS price list of 2024-07, data transfer", asOf: "2024-07-01" };
const in2022 = { source: "AWS price list of 2022, data transfer between Regions", asOf: "2022-01-01" };

/** One price for each of these Regions. */
const each = (usdByRegion: Readonly<Record<string, number>>, cited: Partial<PriceSpec> = {}): readonly PriceSpec[] =>
  Object.entries(usdByRegion).map(([regionId, usd]) => ({ ...cited, id: regionId, regions: [regionId], usd }));

/** Between Regions, whichever the other is; only the two of US East have a price of their own. */
const INTER_REGION = priceRows({ ...TRANSFER, item: "egress-inter-region" }, [
  { id: "us-ca-eu", regions: ["us-*", "ca-*", "eu-*"], usd: 0.02 },
  { id: "us-east-1/us-east-2", regions: ["us-east-1"], to: ["aws:us-east-2"], usd: 0.01 },
  { id: "us-east-2/us-east-1", regions: ["us-east-2"], to: ["aws:us-east-1"], usd: 0.01 },
  ...each({
    "ap-northeast-1": 0.09,
    "ap-southeast-1": 0.09,
    "ap-southeast-2": 0.098,
    "ap-south-1": 0.086,
    "ap-northeast-2": 0.08,
    "sa-east-1": 0.138,
    "af-south-1": 0.147,
    "me-south-1": 0.1105,
  }),
  { ...in2024, id: "us-gov", regions: ["us-gov-*"], usd: 0.03 },
  ...each(
    { "ap-northeast-3": 0.09, "ap-east-1": 0.09, "ap-south-2": 0.086, "il-central-1": 0.08, "ap-southeast-5": 0.08 },
    in2024,
  ),
  ...each({ "me-central-1": 0.085, "ap-southeast-3": 0.1 }, in2022),
]);

/** From one zone of a Region to another; within a zone it is free, and which zones talk is not asked here. */
const INTER_ZONE = priceRows({ ...TRANSFER, item: "egress-inter-zone", ...in2024 }, [
  { id: "everywhere", regions: ["*"], usd: 0.01 },
]);

/** A VPC peering within a Region: what crosses zones is paid on its way out and on its way in. */
const PEERING = (["egress-peering", "ingress-peering"] as const).flatMap((item) =>
  priceRows(
    {
      ...TRANSFER,
      item,
      source: "Amazon VPC pricing, peering across zones, each direction (not checked with the vendor)",
      asOf: "2026-11-20",
      trust: "unverified",
    },
    [{ id: "same-region", regions: ["*"], usd: 0.01 }],
  ),
);

/**
 * Data out over Direct Connect, by Region and by where the location is. Without a variant: a location in the geography of the
 * Region. `to-us`, `to-eu`, `to-japan`: one that is there; other pairs of the vendor's matrix are not known.
 */
const DEDICATED = priceRows(
  {
    ...TRANSFER,
    item: "egress-dedicated",
    source: "AWS Direct Connect pricing, data transfer out",
    asOf: "2026-09-30",
  },
  [
    { id: "us-ca-eu", regions: ["us-*", "ca-*", "eu-*"], usd: 0.02 },
    ...each({ "ap-northeast-1": 0.041, "ap-southeast-1": 0.041, "ap-southeast-2": 0.042 }),
    { id: "us/to-us", variant: "to-us", regions: ["us-*"], usd: 0.02 },
    { id: "eu/to-us", variant: "to-us", regions: ["eu-*"], usd: 0.0282 },
    { id: "ap-northeast-1/to-us", variant: "to-us", regions: ["ap-northeast-1"], usd: 0.09 },
    { id: "ap-south-1/to-us", variant: "to-us", regions: ["ap-south-1"], usd: 0.085 },
    { id: "sa-east-1/to-us", variant: "to-us", regions: ["sa-east-1"], usd: 0.15 },
    { ...in2024, id: "ap-east-1/to-us", variant: "to-us", regions: ["ap-east-1"], usd: 0.09 },
    { id: "us/to-eu", variant: "to-eu", regions: ["us-*"], usd: 0.02 },
    { id: "eu/to-eu", variant: "to-eu", regions: ["eu-*"], usd: 0.02 },
    { id: "us/to-japan", variant: "to-japan", regions: ["us-*"], usd: 0.0491 },
    { id: "ap-northeast-1/to-japan", variant: "to-japan", regions: ["ap-northeast-1"], usd: 0.041 },
  ],
);

export const transferPrices: readonly PriceRow[] = [...INTER_REGION, ...INTER_ZONE, ...PEERING, ...DEDICATED];
