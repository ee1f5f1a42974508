import { describe, expect, it } from "vitest";
import { aService } from "../../../../test/support/intent-builders.ts";
import { aSighting } from "../../../../test/support/sightings.ts";
import { discoverAzure } from "./discover/discover-azure.ts";
import { fakeArm } from "./discover/fake-arm.ts";
import { countAzure } from "./metering/count-azure.ts";
import { azureReadPolicy } from "./read-policy.ts";
import { readAzureUsage } from "./usage/read-azure-usage.ts";

const RG = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network";
const at = (type: string, name: string, properties: object) => ({
  id: `${RG}/${type}/${name}`,
  name,
  location: "eastus",
  properties,
});
const gateway = at("virtualNetworkGateways", "gw", { gatewayType: "Vpn" });
const localGateway = at("localNetworkGateways", "far", { bgpSettings: { bgpPeeringAddress: "10.0.0.1" } });
const connection = at("connections", "link", {
  connectionType: "IPsec",
  enableBgp: true,
  virtualNetworkGateway1: { id: gateway.id },
  localNetworkGateway2: { id: localGateway.id },
});
const circuit = at("expressRouteCircuits", "er", {
  peerings: [{ name: "AzurePrivatePeering", properties: { peeringType: "AzurePrivatePeering" } }],
});
const vpnGateway = at("vpnGateways", "v", {});
const expressRouteGateway = at("expressRouteGateways", "e", {});
const hub = at("virtualHubs", "hub", {
  virtualWan: { id: `${RG}/virtualWans/wan` },
  vpnGateway: { id: vpnGateway.id },
  expressRouteGateway: { id: expressRouteGateway.id },
});
const answers: Readonly<Record<string, unknown>> = {
  "/subscriptions/s/resourcegroups": { value: [{ name: "rg", location: "eastus" }] },
  [`${RG}/virtualNetworkGateways`]: { value: [gateway] },
  [`${RG}/localNetworkGateways`]: { value: [localGateway] },
  [`${RG}/connections`]: { value: [connection] },
  [`${RG}/connections/link`]: connection,
  [`${RG}/expressRouteCircuits`]: { value: [circuit] },
  "/subscriptions/s/providers/Microsoft.Network/virtualHubs": { value: [hub] },
  "/subscriptions/s/providers/Microsoft.Network/vpnGateways": { value: [vpnGateway] },
  "/subscriptions/s/providers/Microsoft.Network/expressRouteGateways": { value: [expressRouteGateway] },
  [`${vpnGateway.id}/vpnConnections`]: {
    value: [{ id: `${vpnGateway.id}/vpnConnections/c`, name: "c", properties: { enableBgp: true } }],
  },
  [`${RG}/virtualNetworkGateways/gw/getBgpPeerStatus`]: { value: [{ neighbor: "10.0.0.1", state: "Connected" }] },
};

/** Permissions that a look says it lacks where whatever matches is denied. */
async function missing(denied: RegExp): Promise<readonly (string | undefined)[]> {
  const httpClient = fakeArm((path) =>
    denied.test(path)
      ? { statusCode: 403, body: { error: { code: "AuthorizationFailed", message: "no" } } }
      : path in answers
        ? { statusCode: 200, body: answers[path] }
        : undefined,
  );
  const { gaps } = await discoverAzure(
    {},
    { environment: { AZURE_ACCESS_TOKEN: "any" }, httpClient, pollMs: 1 },
  )({
    accounts: [{ id: "s" }],
    regions: [],
    concurrency: 4,
    nowMs: () => 1,
  });
  return gaps.map(({ permission }) => permission);
}

/** What counting a tunnel lacks where nothing is allowed. */
async function missingForBytes(): Promise<readonly (string | undefined)[]> {
  const id = "/subscriptions/s/resourcegroups/g/providers/microsoft.network";
  const link = aSighting({
    key: `azure/${id}/connections/c`,
    at: `azure/${id}/virtualnetworkgateways/v`,
    nativeId: `${id}/connections/c`,
    kind: "vpn",
  });
  const httpClient = fakeArm(() => ({
    statusCode: 403,
    body: { error: { code: "AuthorizationFailed", message: "no" } },
  }));
  const { gaps } = await countAzure(
    {},
    { environment: { AZURE_ACCESS_TOKEN: "any" }, httpClient },
  )({
    ends: [{ link, direction: "out" }],
    fromMs: 0,
    toMs: 900_000,
    accounts: [],
    concurrency: 4,
    nowMs: () => 1,
  });
  return gaps.map(({ permission }) => permission);
}

/** What reading how busy a machine is lacks where nothing is allowed. */
async function missingForMachines(): Promise<readonly (string | undefined)[]> {
  const httpClient = fakeArm(() => ({
    statusCode: 403,
    body: { error: { code: "AuthorizationFailed", message: "no" } },
  }));
  const { gaps } = await readAzureUsage(
    {},
    { environment: { AZURE_ACCESS_TOKEN: "any" }, httpClient },
  )({
    machines: [aService("vm", { cloud: "azure", accountId: "s", kind: "azure-vm", nativeId: "/subscriptions/s/vm" })],
    fromMs: 0,
    toMs: 3_600_000,
    accounts: [],
    concurrency: 4,
    nowMs: () => 1,
  });
  return gaps.map(({ permission }) => permission);
}

describe("clouds/azure/read-policy", () => {
  it("allows exactly what looking and metering ask for", async () => {
    const asked = await Promise.all([
      missing(/\/resourcegroups$/),
      missing(/\/virtualNetworks$/),
      missing(/Microsoft.Network\/(?!virtualNetworks$)\w+$/),
      missing(/Microsoft\.(Sql\/servers|Storage\/storageAccounts)$/),
      missing(/\/(vpnGateways|vpnSites|expressRouteGateways)$/),
      missing(/\/(hubVirtualNetworkConnections|vpnConnections|expressRouteConnections)$/),
      missing(/\/(effectiveRoutes|inboundRoutes|outboundRoutes)$/),
      missing(/\/(getBgpPeerStatus|getLearnedRoutes|routeTables\/primary|arpTables\/primary)$/),
      missing(/\/getAdvertisedRoutes$/),
      missingForBytes(),
      missingForMachines(),
    ]);
    const policy = JSON.parse(azureReadPolicy) as { Actions: string[]; NotActions: string[] };

    expect([...new Set(asked.flat())].sort()).toEqual(policy.Actions.toSorted());
    expect(policy.NotActions).toContain("Microsoft.Network/connections/sharedKey/read");
  });
});
