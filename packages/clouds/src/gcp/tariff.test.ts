import type { TransferLeg } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { estimatesOf } from "../estimates.ts";
import { gcpTariff } from "./tariff.ts";

const iowa = { cloud: "gcp", regionId: "us-central1" } as const;
const belgium = { cloud: "gcp", regionId: "europe-west1" } as const;
const dc = { cloud: "onprem", regionId: "dc1" } as const;

describe("clouds/gcp/tariff", () => {
  it.each<[what: string, leg: Omit<TransferLeg, "from">, items: string[] | undefined]>([
    ["the internet", { kind: "internet", to: dc }, ["egress-internet"]],
    ["a tunnel", { kind: "vpn", to: dc }, ["egress-internet"]],
    ["a tunnel to another Region", { kind: "vpn", to: belgium }, ["egress-inter-region"]],
    ["a tunnel within the Region", { kind: "transit-peering", to: iowa }, ["egress-inter-zone"]],
    ["an interconnect", { kind: "interconnect", to: dc }, ["egress-dedicated"]],
    ["an interconnect at a flat fee", { kind: "interconnect", to: dc, tariff: "flat" }, []],
    [
      "a line whose other end has a flat rate",
      { kind: "direct-connect", to: { cloud: "aws", regionId: "us-east-1" }, tariff: "flat" },
      ["egress-dedicated"],
    ],
    ["a line to Azure", { kind: "express-route", to: { cloud: "azure", regionId: "eastus" } }, ["egress-dedicated"]],
    ["a peering within the Region", { kind: "peering", to: iowa }, ["egress-inter-zone"]],
    ["a peering to another", { kind: "peering", to: belgium }, ["egress-inter-region"]],
    ["a peering out of Google, which there is not", { kind: "peering", to: dc }, undefined],
  ])("charges over %s", (_, leg, items) => {
    expect(gcpTariff.transferItems({ from: iowa, ...leg })?.map(({ item }) => item)).toEqual(items);
  });

  it("asks for data between its Regions by continent", () => {
    const { charges } = estimatesOf();
    const usd = (from: string, to: string) =>
      charges({ kind: "peering", from: { cloud: "gcp", regionId: from }, to: { cloud: "gcp", regionId: to } })[0]?.row
        ?.tiers[0]?.usd;

    expect(usd("us-east4", "northamerica-northeast1")).toBe(0.01);
    expect(usd("us-east4", "europe-west3")).toBe(0.08);
    expect(usd("us-east4", "australia-southeast1")).toBe(0.15);
    expect(usd("australia-southeast1", "us-east4")).toBe(0.15);
    expect(usd("asia-east1", "asia-south1")).toBe(0.05);
    // what it costs to and within these is not known
    expect(usd("us-east4", "northamerica-south1")).toBeUndefined();
    expect(usd("me-west1", "me-central1")).toBeUndefined();
  });
});
