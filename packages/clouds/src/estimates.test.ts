import { describe, expect, it } from "vitest";
import { allClouds, estimatesOf } from "./index.ts";

const { locate, transferUsdPerGb } = estimatesOf();
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

    expect(transferUsdPerGb("direct-connect", from("aws", "us-east-1"), dc)).toBe(0.04);
    expect(transferUsdPerGb("vpn", from("aws", "us-east-1"), dc)).toBe(0.11);
    expect(transferUsdPerGb("vpn", from("aws", "sa-east-1"), dc)).toBe(0.17);
    expect(transferUsdPerGb("express-route", from("azure", "eastus"), dc)).toBe(0.025);
    expect(transferUsdPerGb("interconnect", from("gcp", "us-central1"), dc)).toBe(0.02);
    expect(transferUsdPerGb("transit-peering", from("gcp", "us-central1"), from("gcp", "europe-west1"))).toBe(0.08);
    expect(transferUsdPerGb("fastconnect", from("oci", "us-ashburn-1"), dc)).toBe(0);
    expect(transferUsdPerGb("vpn", dc, from("aws", "us-east-1"))).toBe(0);
  });

  it("does not take what is not known for nothing", () => {
    expect(locate("aws", "us-nowhere-9")).toBeUndefined();
    expect(transferUsdPerGb("vpn", { cloud: "azure", regionId: "southafricanorth" }, dc)).toBeUndefined();
    expect(transferUsdPerGb("vpn", { cloud: "gcp", regionId: "asia-east1" }, dc)).toBeUndefined();
    expect(transferUsdPerGb("direct-connect", { cloud: "aws", regionId: "ap-south-1" }, dc)).toBeUndefined();
  });
});
