import type { PriceItem, PriceQuery, TransferLeg } from "@skylane/core";
import type { Tariff } from "../_shared/define-cloud.ts";
import { gcpPrices } from "./prices/index.ts";

/** What Google Cloud asks for its links, and what a packet that leaves one of its Regions is charged for. */
export const gcpTariff: Tariff = { rows: gcpPrices, transferItems };

function transferItems(leg: TransferLeg): readonly PriceQuery[] | undefined {
  const { from, to } = leg;
  const ask = (item: PriceItem): PriceQuery => ({ cloud: "gcp", item, regionId: from.regionId, to });
  const isHere = to.cloud === "gcp";
  const within = (): PriceQuery => ask(from.regionId === to.regionId ? "egress-inter-zone" : "egress-inter-region");
  switch (leg.kind) {
    case "vpn":
    case "internet":
      return [isHere ? within() : ask("egress-internet")];
    case "interconnect":
      // one at a flat fee is paid by the hour alone
      return leg.tariff === "flat" ? [] : [ask("egress-dedicated")];
    case "direct-connect":
    case "express-route":
    case "fastconnect":
      // a line to another cloud leaves Google by an interconnect, whatever is agreed about the other end
      return [ask("egress-dedicated")];
    case "peering":
    case "transit-peering":
      return isHere ? [within()] : undefined;
    default:
      return undefined;
  }
}
