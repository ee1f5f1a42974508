import type { ConnectionKind, RegionRef } from "@skylane/core";
import type { TransferPrice } from "../_shared/define-cloud.ts";

const INTERNET = {
  source: "AWS EC2 on-demand pricing, data transfer out to the internet, first tier",
  asOf: "2026-09-24",
};
const INTER_REGION = { source: "AWS EC2 on-demand pricing, data transfer between Regions", asOf: "2026-09-24" };
const DIRECT_CONNECT = { source: "AWS Direct Connect pricing, data transfer out", asOf: "2026-09-30" };
/** What a transit gateway takes for each gigabyte that is sent into it. */
const TGW_USD = 0.02;

/** USD a GB by the start of the Region's id; the first that fits counts. */
const INTERNET_USD: readonly (readonly [prefix: string, usdPerGb: number])[] = [
  ["us-gov-", 0.155],
  ["us-", 0.09],
  ["eu-", 0.09],
  ["ca-", 0.09],
  ["ap-south-1", 0.1093],
  ["il-central-1", 0.11],
  ["ap-northeast-1", 0.114],
  ["ap-southeast-2", 0.114],
  ["me-south-1", 0.117],
  ["ap-southeast-1", 0.12],
  ["ap-east-1", 0.12],
  ["ap-northeast-2", 0.126],
  ["sa-east-1", 0.15],
  ["af-south-1", 0.154],
];
const INTER_REGION_USD: readonly (readonly [prefix: string, usdPerGb: number])[] = [
  ["us-", 0.02],
  ["eu-", 0.02],
  ["ca-", 0.02],
  ["ap-northeast-1", 0.09],
  ["ap-southeast-1", 0.09],
  ["ap-southeast-2", 0.098],
  ["ap-south-1", 0.086],
  ["ap-northeast-2", 0.08],
  ["sa-east-1", 0.138],
  ["af-south-1", 0.147],
  ["me-south-1", 0.1105],
];
/** Within the United States, Canada and Europe, and from there to one another. */
const DIRECT_CONNECT_USD: readonly (readonly [prefix: string, usdPerGb: number])[] = [
  ["us-", 0.02],
  ["eu-", 0.02],
  ["ca-", 0.02],
  ["ap-northeast-1", 0.041],
  ["ap-southeast-1", 0.041],
  ["ap-southeast-2", 0.042],
];

/** What leaves AWS costs; VPN and Direct Connect with the transit gateway they stand at. */
export function awsTransferPrice(kind: ConnectionKind, regionId: string, to: RegionRef): TransferPrice | undefined {
  const rated = (
    rows: readonly (readonly [prefix: string, usdPerGb: number])[],
    dated: Omit<TransferPrice, "usdPerGb">,
    gatewayUsd = 0,
  ): TransferPrice | undefined => {
    const row = rows.find(([prefix]) => regionId.startsWith(prefix));
    return row && { usdPerGb: Number((row[1] + gatewayUsd).toFixed(4)), ...dated };
  };
  const isSameRegion = to.cloud === "aws" && to.regionId === regionId;
  switch (kind) {
    case "vpn":
      return rated(INTERNET_USD, INTERNET, TGW_USD);
    case "internet":
      return rated(INTERNET_USD, INTERNET);
    case "direct-connect":
      return rated(DIRECT_CONNECT_USD, DIRECT_CONNECT, TGW_USD);
    case "peering":
      return isSameRegion ? { usdPerGb: 0.01, ...INTER_REGION } : rated(INTER_REGION_USD, INTER_REGION);
    case "transit-peering":
      return isSameRegion ? { usdPerGb: TGW_USD, ...INTER_REGION } : rated(INTER_REGION_USD, INTER_REGION, TGW_USD);
    default:
      return undefined;
  }
}
