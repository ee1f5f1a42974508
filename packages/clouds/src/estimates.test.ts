import { describe, expect, it } from "vitest";
import { allClouds, estimatesOf } from "./index.ts";

const { charges, locate, transferUsdPerGb } = estimatesOf();
const dc = { cloud: "onprem", regionId: "dc1" } as const;

describe("clouds/estimates", () => {
  it("places every Region on the Earth, and none at its origin by mistake", () => {
    for (const cloud of allClouds)
      for (const regionId of Object.keys("regions" in cloud ? cloud.regions : {})) {
        const place = locate(cloud.profile.id, regionId);

        expect(Math.abs(place?.latitudeDeg ?? 91)).toBeLessThanOrEqual(90);
        expect(Math.abs(place?.longitudeDeg ?? 181)).toBeLessThanOrEqual(180);
        expect([place?.latitudeDeg, place?.longitudeDeg]).not.toEqual([0, 0]);
      }
    expect(locate("aws", "us-east-1")).toEqual({ latitudeDeg: 39.04, longitudeDeg: -77.49 });
  });

  it("knows what a gigabyte costs that leaves over a circuit, and that it costs more over a tunnel", () => {
    const from = (cloud: "aws" | "azure" | "gcp" | "oci", regionId: string) => ({ cloud, regionId });

    expect(transferUsdPerGb("direct-connect", from("aws", "us-east-1"), dc)).toBe(0.02);
    expect(transferUsdPerGb("vpn", from("aws", "us-east-1"), dc)).toBe(0.09);
    expect(transferUsdPerGb("vpn", from("aws", "sa-east-1"), dc)).toBe(0.15);
    expect(transferUsdPerGb("express-route", from("azure", "eastus"), dc)).toBe(0.025);
    expect(transferUsdPerGb("fastconnect", from("oci", "us-ashburn-1"), dc)).toBe(0);
    expect(transferUsdPerGb("vpn", dc, from("aws", "us-east-1"))).toBe(0);
  });

  it("counts decimal gigabytes where a vendor counts gibibytes", () => {
    const iowa = { cloud: "gcp", regionId: "us-central1" } as const;
    const belgium = { cloud: "gcp", regionId: "europe-west1" } as const;

    expect(transferUsdPerGb("interconnect", iowa, dc)).toBe(0.0186); // 0.02 a GiB
    expect(transferUsdPerGb("transit-peering", iowa, belgium)).toBe(0.0745); // 0.08 a GiB
  });

  it("does not take what is not known for nothing", () => {
    expect(locate("aws", "us-nowhere-9")).toBeUndefined();
    expect(transferUsdPerGb("vpn", { cloud: "azure", regionId: "southafricanorth" }, dc)).toBeUndefined();
    expect(transferUsdPerGb("interconnect", { cloud: "gcp", regionId: "me-west1" }, dc)).toBeUndefined();
    expect(transferUsdPerGb("direct-connect", { cloud: "aws", regionId: "ap-south-1" }, dc)).toBeUndefined();
    expect(estimatesOf([]).transferUsdPerGb("vpn", { cloud: "aws", regionId: "us-east-1" }, dc)).toBeUndefined();
  });

  it("says of each charge which row it is by, and of one that is not known that it is one", () => {
    const leg = { from: { cloud: "aws", regionId: "us-east-1" }, to: dc } as const;
    const rows = (more: object) =>
      charges({ kind: "vpn", ...leg, ...more }).map(({ query, row }) => [query.item, row?.tiers[0]?.usd]);

    expect(rows({})).toEqual([["egress-internet", 0.09]]);
    expect(rows({ gatewayKind: "transit-gateway" })).toEqual([
      ["egress-internet", 0.09],
      ["transit-data", 0.02],
    ]);
    expect(rows({ kind: "direct-connect", gatewayKind: "transit-gateway" })).toEqual([
      ["egress-dedicated", 0.02],
      ["transit-data", 0.02],
    ]);
    expect(rows({ kind: "direct-connect", tariff: "flat" })).toEqual([]);
    // a peering does not lead out of AWS: what that would cost, nobody knows
    expect(rows({ kind: "peering" })).toEqual([["egress-peering", undefined]]);
    expect(rows({ kind: "transit-peering" })).toEqual([["egress-inter-region", undefined]]);
    expect(rows({ gatewayKind: "core-network" })).toEqual([
      ["egress-internet", 0.09],
      ["transit-data", undefined],
    ]);
  });

  it("charges a peering on both sides where both pay", () => {
    const azure = (regionId: string) => ({ cloud: "azure", regionId }) as const;
    const usd = (from: string, to: string) =>
      charges({ kind: "peering", from: azure(from), to: azure(to) }).map(({ row }) => row?.tiers[0]?.usd);

    expect(usd("eastus", "eastus")).toEqual([0.01, 0.01]);
    expect(usd("eastus", "westeurope")).toEqual([0.035, 0.035]);
    expect(usd("westeurope", "japaneast")).toEqual([0.035, 0.09]);
    expect(transferUsdPerGb("peering", azure("westeurope"), azure("japaneast"))).toBe(0.125);
    expect(transferUsdPerGb("peering", azure("eastus"), azure("brazilsouth"))).toBeUndefined();
  });

  it("takes rows beside those of the adapters, and the later of two", () => {
    const query = { cloud: "aws", item: "vpn-connection", regionId: "us-east-1" } as const;
    const told = (asOf: string) =>
      estimatesOf(allClouds, [
        {
          id: "aws/vpn-connection/us-east-1/told",
          cloud: "aws",
          item: "vpn-connection",
          regions: ["us-east-1"],
          unit: "hour",
          tiers: [{ usd: 0.06 }],
          source: "AWS Price List API",
          asOf,
          trust: "vendor",
        },
      ]).price(query)?.tiers[0]?.usd;

    expect(told("2026-11-20")).toBe(0.06);
    expect(told("2020-01-01")).toBe(0.05);
  });

  it("knows a promise only of the cloud, the kind and the build that it was made for", () => {
    const sla = { cloud: "aws", kind: "vpn", build: "redundant", availabilityRatio: 0.9995 } as const;
    const cited = { ...sla, source: "AWS VPN SLA", asOf: "2026-11-20", trust: "vendor" } as const;
    const { availabilityRatio } = estimatesOf([
      { profile: { id: "aws", displayName: "AWS", capabilities: [] }, slas: [cited] },
    ]);

    expect(availabilityRatio("aws", "vpn", "redundant")).toBe(0.9995);
    expect(availabilityRatio("aws", "vpn", "single")).toBeUndefined();
    expect(availabilityRatio("aws", "direct-connect", "redundant")).toBeUndefined();
    expect(availabilityRatio("gcp", "vpn", "redundant")).toBeUndefined();
  });
});
