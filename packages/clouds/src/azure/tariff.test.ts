import type { TransferLeg } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { estimatesOf } from "../estimates.ts";
import { azureTariff } from "./tariff.ts";

const east = { cloud: "azure", regionId: "eastus" } as const;
const west = { cloud: "azure", regionId: "westus2" } as const;
const dc = { cloud: "onprem", regionId: "dc1" } as const;

describe("clouds/azure/tariff", () => {
  it.each<[what: string, leg: Omit<TransferLeg, "from">, items: string[] | undefined]>([
    ["the internet", { kind: "internet", to: dc }, ["egress-internet"]],
    ["a VPN", { kind: "vpn", to: dc }, ["egress-internet"]],
    ["a VPN at a hub", { kind: "vpn", to: dc, gatewayKind: "virtual-hub" }, ["egress-internet"]],
    ["a VPN to another Region of Azure", { kind: "vpn", to: west }, ["egress-inter-region"]],
    ["a VPN within the Region", { kind: "vpn", to: east }, undefined],
    ["a circuit with metered data", { kind: "express-route", to: dc, tariff: "metered" }, ["egress-dedicated"]],
    ["a circuit of which nothing is told", { kind: "express-route", to: dc }, ["egress-dedicated"]],
    ["a circuit with unlimited data", { kind: "express-route", to: dc, tariff: "unlimited" }, []],
    ["a local circuit", { kind: "express-route", to: dc, tariff: "local" }, []],
    ["a line to AWS", { kind: "direct-connect", to: { cloud: "aws", regionId: "us-east-1" } }, ["egress-dedicated"]],
    [
      "a line whose other end has a flat rate",
      { kind: "direct-connect", to: { cloud: "aws", regionId: "us-east-1" }, tariff: "flat" },
      ["egress-dedicated"],
    ],
    ["an interconnect, of which it has none", { kind: "interconnect", to: dc }, undefined],
    ["a peering", { kind: "peering", to: west }, ["egress-peering"]],
    ["a peering out of Azure, which there is not", { kind: "peering", to: dc }, undefined],
    ["gateways of two Regions", { kind: "transit-peering", to: west }, ["egress-inter-region"]],
    [
      "hubs of two Regions",
      { kind: "transit-peering", to: west, gatewayKind: "virtual-hub" },
      ["egress-inter-region", "transit-data"],
    ],
    ["gateways of one Region", { kind: "transit-peering", to: east }, undefined],
  ])("charges over %s", (_, leg, items) => {
    expect(azureTariff.transferItems({ from: east, ...leg })?.map(({ item }) => item)).toEqual(items);
  });

  it("asks for metered data by zone, in which Canberra is not with Sydney", () => {
    const { transferUsdPerGb } = estimatesOf();
    const usd = (regionId: string) => transferUsdPerGb("express-route", { cloud: "azure", regionId }, dc);

    expect(["westeurope", "australiacentral", "australiaeast", "brazilsouth"].map(usd)).toEqual([
      0.025, 0.025, 0.05, 0.14,
    ]);
    expect(usd("mexicocentral")).toBeUndefined();
  });

  it("asks more between continents than within one", () => {
    const { transferUsdPerGb } = estimatesOf();
    const usd = (regionId: string) => transferUsdPerGb("transit-peering", east, { cloud: "azure", regionId });

    expect(["westus2", "westeurope", "japaneast"].map(usd)).toEqual([0.02, 0.05, 0.05]);
  });
});
