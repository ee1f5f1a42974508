import type { PriceItem, PriceQuery, TransferLeg } from "@skylane/core";
import type { Tariff } from "../_shared/define-cloud.ts";
import { ociPrices } from "./prices/index.ts";

/** What OCI asks for its links, and what a packet that leaves one of its Regions is charged for. */
export const ociTariff: Tariff = { rows: ociPrices, transferItems };

function transferItems({ kind, from, to }: TransferLeg): readonly PriceQuery[] | undefined {
  const ask = (item: PriceItem): PriceQuery => ({ cloud: "oci", item, regionId: from.regionId, to });
  switch (kind) {
    case "fastconnect":
    case "direct-connect":
    case "express-route":
    case "interconnect":
    case "vpn":
      // neither FastConnect, the gateway nor the VPN is charged by the gigabyte
      return [];
    case "internet":
      return [ask("egress-internet")];
    case "peering":
    case "transit-peering":
      // to another Region it is outbound data; what a peering within one costs is not known
      return to.cloud === "oci" && from.regionId !== to.regionId ? [ask("egress-inter-region")] : undefined;
    default:
      return undefined;
  }
}
