import { ProvisionStep } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { connectWorld, placesTopology } from "../../../../../test/support/connect-worlds.ts";
import { provisioningMs } from "../../../../clouds/src/_provisioning-times.gen.ts";
import { fixedCosts } from "./fixed-costs.ts";

const REGION: Readonly<Record<string, string>> = {
  aws: "us-east-1",
  azure: "eastus",
  gcp: "us-central1",
  onprem: "dc1",
};
const world = connectWorld(placesTopology([]));
const stepOf = (resource: string, desired: ProvisionStep["desired"] = {}): ProvisionStep => {
  const [cloud = ""] = resource.split(".");
  return ProvisionStep.parse({
    id: resource,
    resource,
    cloud,
    accountId: "1",
    regionId: REGION[cloud],
    key: `${resource}/1`,
    desired: { sku: "VpnGw2AZ", peerRegionId: "us-west-2", ...desired },
    summary: resource,
    intentIds: ["in-1"],
  });
};
const costOf = (resource: string) => {
  const { lines, unknown } = fixedCosts([stepOf(resource)], world);
  return { usd: Math.round(lines.reduce((sum, { monthlyUsd }) => sum + monthlyUsd, 0) * 100) / 100, unknown };
};

describe("engine/intent/preview/fixed-costs", () => {
  it("says which of its prices nobody has confirmed, with source and date, and of no other", () => {
    const of = (resource: string) => fixedCosts([stepOf(resource)], world).unverified;

    expect(of("azure.vpn-gateway")).toEqual([
      expect.stringMatching(/^azure vpn-gateway VpnGw2AZ: Azure VPN Gateway.*, 2025-01-15$/),
    ]);
    expect(of("azure.private-zone")).toEqual([expect.stringMatching(/^azure private-zone: Azure DNS pricing/)]);
    expect(of("azure.private-endpoint")).toEqual([]);
    expect(of("aws.vpn-connection")).toEqual([]);
  });

  it.each(Object.keys(provisioningMs))("knows what a month of %s costs, or that it costs nothing", (resource) => {
    expect(costOf(resource).unknown).toEqual([]);
  });

  it.each([
    // an hour of the connection, of its attachment, and of its two addresses
    ["aws.vpn-connection", 730 * (0.05 + 0.05 + 2 * 0.005)],
    ["aws.transit-gateway-peering", 730 * (0.05 + 0.05)],
    ["aws.private-zone", 0.5],
    ["azure.vpn-gateway", 730 * 0.49],
    ["azure.public-ip", 730 * 0.005],
    ["azure.private-endpoint", 730 * 0.01],
    ["gcp.private-zone", 0.2],
    ["gcp.vpn-tunnel", 730 * 0.05],
    ["aws.transit-gateway", 0],
  ])("takes for a month of %s what the list says", (resource, usd) => {
    expect(costOf(resource).usd).toBeCloseTo(usd, 2);
  });

  it("says that a month is not known where no row holds, and of what nobody has a word for", () => {
    const far = { ...stepOf("aws.vpn-connection"), regionId: "sa-east-1" };
    const strange = { ...stepOf("azure.subnet"), resource: "azure.something-new" };

    expect(fixedCosts([far, strange], world).unknown).toEqual([
      "a month of aws.vpn-connection in sa-east-1: no row for aws/transit-attachment",
      "a month of aws.vpn-connection in sa-east-1: no row for aws/vpn-connection",
      "a month of azure.something-new in eastus: no row in the price lists",
    ]);
  });
});
