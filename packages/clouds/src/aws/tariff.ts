import type { PriceItem, PriceQuery, TransferLeg } from "@skylane/core";
import type { Tariff } from "../_shared/define-cloud.ts";
import { awsPrices } from "./prices/index.ts";

/** What AWS asks for its links, and what a packet that leaves one of its Regions is charged for. */
export const awsTariff: Tariff = { rows: awsPrices, transferItems, arrivalItems };

function transferItems(leg: TransferLeg): readonly PriceQuery[] | undefined {
  const ask = (item: PriceItem): PriceQuery => ({ cloud: "aws", item, regionId: leg.from.regionId, to: leg.to });
  const isHere = leg.to.cloud === "aws";
  switch (leg.kind) {
    case "internet":
      return [ask("egress-internet")];
    case "vpn":
      return [ask("egress-internet"), ...transitOf(leg)];
    case "direct-connect":
    case "express-route":
    case "fastconnect":
      // a line to another cloud leaves AWS by Direct Connect; the flat rate pays for its data, not for the gateway's work
      return leg.tariff === "flat" ? transitOf(leg) : [ask("egress-dedicated"), ...transitOf(leg)];
    case "interconnect":
      // AWS Interconnect is paid by the hour alone
      return transitOf(leg);
    case "peering":
      if (!isHere) return undefined;
      return [ask(isSameRegion(leg) ? "egress-peering" : "egress-inter-region")];
    case "transit-peering": {
      if (!isHere) return undefined;
      // two transit gateways or core network edges: the sending one works whether it was seen or not
      const transit = transitOf({ ...leg, gatewayKind: leg.gatewayKind ?? "transit-gateway" });
      return isSameRegion(leg) ? transit : [ask("egress-inter-region"), ...transit];
    }
    default:
      return undefined;
  }
}

/** A peering within a Region is paid on both sides; from another Region only the sender pays. */
function arrivalItems(leg: TransferLeg): readonly PriceQuery[] {
  if (leg.kind !== "peering" || !isSameRegion(leg)) return [];
  return [{ cloud: "aws", item: "ingress-peering", regionId: leg.to.regionId, to: leg.to }];
}

const isSameRegion = ({ from, to }: TransferLeg): boolean => from.cloud === to.cloud && from.regionId === to.regionId;

/** What the gateway takes for what is sent into it. */
function transitOf({ from, to, gatewayKind }: TransferLeg): readonly PriceQuery[] {
  const query = { cloud: "aws", item: "transit-data", regionId: from.regionId, to } as const;
  if (gatewayKind === "transit-gateway") return [query];
  return gatewayKind === "core-network" ? [{ ...query, variant: "cloud-wan" }] : [];
}
