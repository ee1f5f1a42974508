import type { TransferLeg } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { awsTariff } from "./tariff.ts";

const virginia = { cloud: "aws", regionId: "us-east-1" } as const;
const ohio = { cloud: "aws", regionId: "us-east-2" } as const;
const dc = { cloud: "onprem", regionId: "dc1" } as const;
const itemsOf = (leg: Omit<TransferLeg, "from">) =>
  awsTariff
    .transferItems({ from: virginia, ...leg })
    ?.map(({ item, variant }) => (variant ? `${item}/${variant}` : item));

describe("clouds/aws/tariff", () => {
  it.each<[what: string, leg: Omit<TransferLeg, "from">, items: string[] | undefined]>([
    ["the internet", { kind: "internet", to: dc }, ["egress-internet"]],
    ["a VPN at a virtual private gateway", { kind: "vpn", to: dc, gatewayKind: "vpn-gateway" }, ["egress-internet"]],
    [
      "a VPN at a transit gateway",
      { kind: "vpn", to: dc, gatewayKind: "transit-gateway" },
      ["egress-internet", "transit-data"],
    ],
    [
      "a VPN at a core network",
      { kind: "vpn", to: dc, gatewayKind: "core-network" },
      ["egress-internet", "transit-data/cloud-wan"],
    ],
    ["Direct Connect", { kind: "direct-connect", to: dc }, ["egress-dedicated"]],
    [
      "Direct Connect at a transit gateway",
      { kind: "direct-connect", to: dc, gatewayKind: "transit-gateway" },
      ["egress-dedicated", "transit-data"],
    ],
    ["Direct Connect at a flat rate", { kind: "direct-connect", to: dc, tariff: "flat" }, []],
    [
      "a flat rate, whose gateway works all the same",
      { kind: "direct-connect", to: dc, tariff: "flat", gatewayKind: "transit-gateway" },
      ["transit-data"],
    ],
    [
      "a line to Azure",
      { kind: "express-route", to: { cloud: "azure", regionId: "eastus" }, tariff: "unlimited" },
      ["egress-dedicated"],
    ],
    ["AWS Interconnect", { kind: "interconnect", to: { cloud: "gcp", regionId: "us-east4" } }, []],
    ["a peering within the Region", { kind: "peering", to: virginia }, ["egress-peering"]],
    ["a peering to another Region", { kind: "peering", to: ohio }, ["egress-inter-region"]],
    ["a peering out of AWS, which there is not", { kind: "peering", to: dc }, undefined],
    ["transit gateways of one Region", { kind: "transit-peering", to: virginia }, ["transit-data"]],
    ["transit gateways of two", { kind: "transit-peering", to: ohio }, ["egress-inter-region", "transit-data"]],
    ["a transit peering out of AWS, which there is not", { kind: "transit-peering", to: dc }, undefined],
  ])("charges over %s", (_, leg, items) => {
    expect(itemsOf(leg)).toEqual(items);
  });

  it("charges the receiver of a peering within a Region only", () => {
    const arrival = (kind: TransferLeg["kind"], from: TransferLeg["from"]) =>
      awsTariff.arrivalItems?.({ kind, from, to: virginia }).map(({ item }) => item);

    expect(arrival("peering", virginia)).toEqual(["ingress-peering"]);
    expect(arrival("peering", ohio)).toEqual([]);
    expect(arrival("vpn", dc)).toEqual([]);
  });
});
