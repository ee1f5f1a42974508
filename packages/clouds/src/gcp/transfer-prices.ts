import type { ConnectionKind, RegionRef } from "@skylane/core";
import type { TransferPrice } from "../_shared/define-cloud.ts";

const INTERNET = {
  source: "Google Cloud network pricing, Premium tier to the internet, first tier (per GiB)",
  asOf: "2026-10-01",
};
const WITHIN = { source: "Google Cloud network pricing, between its own locations (per GiB)", asOf: "2026-10-01" };
const INTERCONNECT = {
  source: "Google Cloud Interconnect pricing, egress in North America and Europe (per GiB)",
  asOf: "2026-09-20",
};

const isAmerican = (regionId: string): boolean => /^(us|northamerica)-/.test(regionId);
const isEuropean = (regionId: string): boolean => regionId.startsWith("europe-");

/** What leaves Google Cloud costs; known for North America and Europe. */
export function gcpTransferPrice(kind: ConnectionKind, regionId: string, to: RegionRef): TransferPrice | undefined {
  if (!isAmerican(regionId) && !isEuropean(regionId)) return undefined;
  switch (kind) {
    case "vpn":
    case "internet":
      return to.cloud === "gcp" ? within(regionId, to.regionId) : { usdPerGb: 0.12, ...INTERNET };
    case "interconnect":
      return { usdPerGb: 0.02, ...INTERCONNECT };
    case "peering":
    case "transit-peering":
      return within(regionId, to.regionId);
    default:
      return undefined;
  }
}

function within(from: string, to: string): TransferPrice | undefined {
  if (from === to || (isAmerican(from) && isAmerican(to))) return { usdPerGb: 0.01, ...WITHIN };
  if (isEuropean(from) && isEuropean(to)) return { usdPerGb: 0.02, ...WITHIN };
  return { usdPerGb: 0.08, ...WITHIN };
}
