import { describe, expect, it } from "vitest";
import { discoverAzure } from "./discover-azure.ts";
import { fakeArm } from "./fake-arm.ts";

const RG = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network";
const gateway = {
  id: `${RG}/virtualNetworkGateways/gw`,
  name: "gw",
  location: "East US",
  properties: { gatewayType: "Vpn" },
};
const connection = {
  id: `${RG}/connections/Link-1`,
  name: "Link-1",
  location: "East US",
  properties: {
    connectionType: "IPsec",
    connectionStatus: "Connected",
    virtualNetworkGateway1: { id: gateway.id },
    localNetworkGateway2: { id: `${RG}/localNetworkGateways/gone` },
    sharedKey: "hunter2",
  },
};
const answers: Readonly<Record<string, unknown>> = {
  [`${RG}/virtualNetworkGateways`]: { value: [gateway] },
  [`${RG}/connections`]: { value: [connection] },
  [`${RG}/connections/Link-1`]: connection,
  "/subscriptions/s/resourcegroups": { value: [{ name: "rg", location: "eastus" }] },
};
const look = (changed: Readonly<Record<string, unknown>> = {}) => {
  const all = { ...answers, ...changed };
  const httpClient = fakeArm((path) => (path in all ? { statusCode: 200, body: all[path] } : undefined));
  const discover = discoverAzure({}, { environment: { AZURE_ACCESS_TOKEN: "any" }, httpClient });
  return discover({ accounts: [{ id: "s" }], regions: ["eastus"], concurrency: 4, nowMs: () => 1 });
};

describe("clouds/azure/complete-references", () => {
  it("reads connections that refer to their gateways by nothing but an id", async () => {
    const { gaps, links } = await look();

    expect(gaps).toEqual([]);
    expect(links).toMatchObject([
      {
        key: `azure/${connection.id.toLowerCase()}`,
        name: "Link-1",
        regionId: "eastus",
        at: `azure/${gateway.id.toLowerCase()}`,
        control: "up",
      },
    ]);
    expect(JSON.stringify(links)).not.toContain("hunter2");
  });

  it("takes what is null for absent", async () => {
    const bare = {
      ...gateway,
      tags: null,
      properties: { gatewayType: "Vpn", ipConfigurations: null, bgpSettings: null },
    };
    const found = await look({ [`${RG}/virtualNetworkGateways`]: { value: [bare], nextLink: null } });

    expect(found.gaps).toEqual([]);
    expect(found.gateways).toMatchObject([{ name: "gw", publicIps: [], networkKeys: [], tags: {} }]);
  });

  it("keeps a connection whose details cannot be read as the list shows it", async () => {
    const { gaps, links } = await look({ [`${RG}/connections/Link-1`]: "not a connection" });

    expect(gaps).toMatchObject([{ reason: "not-understood", operation: expect.stringContaining("connections/read") }]);
    expect(links).toMatchObject([{ name: "Link-1" }]);
  });
});
