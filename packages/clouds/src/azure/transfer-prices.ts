import type { ConnectionKind, RegionRef } from "@skylane/core";
import type { TransferPrice } from "../_shared/define-cloud.ts";

const BANDWIDTH = { source: "Azure bandwidth pricing, Microsoft network, first tier", asOf: "2026-10-01" };
const EXPRESS_ROUTE = {
  source: "Azure ExpressRoute metered data, zone 1 (not checked with the vendor)",
  asOf: "2026-11-20",
};
const PEERING = { source: "Azure virtual network peering pricing", asOf: "2026-10-01" };

/** Regions whose prices are those of zone 1: North America and Europe. */
const ZONE_1 =
  /(us|us2|us3|canada\w*|europe|uk\w*|france\w*|germany\w*|switzerland\w*|norway\w*|sweden\w*|italy\w*|spain\w*|poland\w*|austria\w*|belgium\w*|denmark\w*)$/;

/** What leaves Azure costs. Known for zone 1 only, and with ExpressRoute for circuits with metered data. */
export function azureTransferPrice(kind: ConnectionKind, regionId: string, to: RegionRef): TransferPrice | undefined {
  if (!ZONE_1.test(regionId)) return undefined;
  const isSameRegion = to.cloud === "azure" && to.regionId === regionId;
  switch (kind) {
    case "vpn":
    case "internet":
      return { usdPerGb: 0.087, ...BANDWIDTH };
    case "express-route":
      return { usdPerGb: 0.025, ...EXPRESS_ROUTE };
    case "peering":
      return { usdPerGb: isSameRegion ? 0.01 : 0.035, ...PEERING };
    case "transit-peering":
      return isSameRegion ? undefined : { usdPerGb: 0.02, ...BANDWIDTH };
    default:
      return undefined;
  }
}
