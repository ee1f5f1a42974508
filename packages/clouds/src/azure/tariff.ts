import type { PriceItem, PriceQuery, TransferLeg } from "@skylane/core";
import type { Tariff } from "../_shared/define-cloud.ts";
import { azurePrices } from "./prices/index.ts";

/** What Azure asks for its links, and what a packet that leaves or reaches one of its Regions is charged for. */
export const azureTariff: Tariff = { rows: azurePrices, transferItems, arrivalItems };

function transferItems(leg: TransferLeg): readonly PriceQuery[] | undefined {
  const ask = (item: PriceItem): PriceQuery => ({ cloud: "azure", item, regionId: leg.from.regionId, to: leg.to });
  const isHere = leg.to.cloud === "azure";
  switch (leg.kind) {
    case "internet":
      return [ask("egress-internet")];
    case "vpn":
      return isHere ? betweenRegions(leg) : [ask("egress-internet")];
    case "express-route":
    case "direct-connect":
    case "fastconnect":
      // a line to another cloud leaves Azure by ExpressRoute; a circuit whose tariff is not told is a metered one
      return leg.tariff === "unlimited" || leg.tariff === "local" ? [] : [ask("egress-dedicated")];
    case "peering":
      return isHere ? [peeringItem(leg, "egress-peering", leg.from.regionId)] : undefined;
    case "transit-peering":
      return isHere ? betweenRegions(leg) : undefined;
    default:
      return undefined;
  }
}

/** Peerings are paid on both sides, each at its own zone's price. */
function arrivalItems(leg: TransferLeg): readonly PriceQuery[] {
  return leg.kind === "peering" ? [peeringItem(leg, "ingress-peering", leg.to.regionId)] : [];
}

function peeringItem({ from, to }: TransferLeg, item: PriceItem, regionId: string): PriceQuery {
  const query = { cloud: "azure", item, regionId, to } as const;
  return from.cloud === to.cloud && from.regionId === to.regionId ? { ...query, variant: "same-region" } : query;
}

/** Gateway to gateway or hub to hub; what that costs within one Region is not known. */
function betweenRegions(leg: TransferLeg): readonly PriceQuery[] | undefined {
  const { from, to } = leg;
  if (from.regionId === to.regionId) return undefined;
  return [{ cloud: "azure", item: "egress-inter-region", regionId: from.regionId, to }, ...transitOf(leg)];
}

/** What the router of a virtual hub takes for what goes from network to network; for what leaves Azure it takes nothing. */
const transitOf = ({ from, to, gatewayKind }: TransferLeg): readonly PriceQuery[] =>
  gatewayKind === "virtual-hub" ? [{ cloud: "azure", item: "transit-data", regionId: from.regionId, to }] : [];
