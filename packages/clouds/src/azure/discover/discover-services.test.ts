import { CloudDiscovery, type SeenService } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { buildingSiteForEachTest } from "../../../../../test/support/azure-building.ts";
import { ids, stepOf, wanted } from "../provision/provision-estate.ts";
import { discoverAzure } from "./discover-azure.ts";
import { fakeArm } from "./fake-arm.ts";

const site = buildingSiteForEachTest();
const SUBSCRIPTION = ids.hub.split("/")[2] ?? "";
const look = async (httpClient: Parameters<typeof discoverAzure>[1] & object = {}) =>
  CloudDiscovery.parse(
    await discoverAzure(
      { endpoints: { azure: `${site().twin.apiUrl}/azure` } },
      { environment: { AZURE_ACCESS_TOKEN: "any" }, pollMs: 5, ...httpClient },
    )({ accounts: [{ id: SUBSCRIPTION }], regions: [], concurrency: 8, nowMs: () => 5 }),
  );
const named = (services: readonly SeenService[] | undefined, name: string): SeenService | undefined =>
  services?.find((one) => one.name === name);
const build = async (...resources: readonly string[]): Promise<void> => {
  for (const [resource, desired] of wanted)
    if (resources.includes(resource)) await site().build(stepOf(resource, desired));
};

describe("clouds/azure/discover services", () => {
  it("sees machines with their addresses and guards, and databases with their names", async () => {
    const { services, gaps } = await look();

    expect(gaps).toEqual([]);
    expect(named(services, "reports")).toMatchObject({
      kind: "azure-vm",
      regionId: "eastus",
      networkKey: `azure/${ids.hub.toLowerCase()}`,
      subnetIds: [ids.defaultSubnet.toLowerCase()],
      addresses: ["10.4.0.40"],
      isPublic: false,
      guards: [{ kind: "network-security-group", id: ids.nsg.toLowerCase() }],
    });
    expect(named(services, "orderdb")).toEqual({
      key: `azure/${ids.sql.toLowerCase()}`,
      kind: "azure-sql",
      cloud: "azure",
      accountId: SUBSCRIPTION,
      regionId: "eastus",
      nativeId: ids.sql.toLowerCase(),
      name: "orderdb",
      tags: {},
      subnetIds: [],
      addresses: [],
      port: 1_433,
      dnsName: "orderdb.database.windows.net",
      isPublic: true,
      guards: [{ kind: "sql-server", id: ids.sql.toLowerCase() }],
    });
  });

  it("sees where a private endpoint leads into a network", async () => {
    await build("azure.private-endpoint");

    expect(named((await look()).services, "orderdb")).toMatchObject({
      networkKey: `azure/${ids.hub.toLowerCase()}`,
      subnetIds: [ids.defaultSubnet.toLowerCase()],
      addresses: [expect.stringMatching(/^10\.4\.0\.\d+$/)],
    });
  });

  it("sees what was built: subnets, and all that a tunnel needs of a gateway", async () => {
    await build("azure.subnet", "azure.public-ip", "azure.vpn-gateway", "azure.local-gateway", "azure.vpn-connection");
    const { networks, gateways, links } = await look();

    expect(networks.find(({ name }) => name === "vnet-hub")?.subnets).toEqual([
      { nativeId: ids.defaultSubnet.toLowerCase(), name: "default", cidr: "10.4.0.0/17" },
      { nativeId: ids.gatewaySubnet.toLowerCase(), name: "GatewaySubnet", cidr: "10.4.255.0/27" },
    ]);
    expect(gateways.find(({ name }) => name === "vng")?.handles).toEqual({
      resourceGroup: "rg-build-eastus",
      name: "vng",
      sku: "VpnGw2AZ",
      activeActive: "true",
      asn: "65515",
      subnetId: ids.gatewaySubnet,
      publicIpId1: ids.publicIps[0],
      publicIpId2: ids.publicIps[1],
      ipConfigurationId1: `${ids.gateway}/ipConfigurations/ipc0`,
      ipConfigurationId2: `${ids.gateway}/ipConfigurations/ipc1`,
      bgpAddresses: "169.254.21.2,169.254.21.6",
    });
    expect(links.find(({ nativeId }) => nativeId.endsWith("/to-dc"))).toMatchObject({ kind: "vpn", control: "down" });
  });

  it("asks once a subscription for each kind of service", async () => {
    await look({ httpClient: site().wire });

    const lists = site()
      .wire.requests.map(({ path }) => /\/providers\/(Microsoft\.\w+\/\w+)$/.exec(path)?.[1])
      .filter((type) => /Sql|Storage|privateEndpoints/.test(type ?? ""));
    expect(lists.sort()).toEqual([
      "Microsoft.Network/privateEndpoints",
      "Microsoft.Sql/servers",
      "Microsoft.Storage/storageAccounts",
    ]);
  });

  it("names the permission that it lacks, and goes on", async () => {
    await site().setRealism({ deniedActions: ["azure:Microsoft.Sql/servers/read"] });
    const { services, gaps } = await look();

    expect(gaps).toMatchObject([
      { accountId: SUBSCRIPTION, reason: "denied", permission: "Microsoft.Sql/servers/read" },
    ]);
    expect(services?.map(({ name }) => name)).toEqual(["reports"]);
  });

  it("takes a provider that was never used for an empty list, and one odd object for one gap", async () => {
    const rg = `/subscriptions/${SUBSCRIPTION}/resourcegroups`;
    const listOf = (type: string) => `/azure/subscriptions/${SUBSCRIPTION}/providers/${type}`;
    const server = (name: string, properties: unknown) => ({
      id: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Sql/servers/${name}`,
      name,
      location: "eastus",
      properties,
    });
    const { services, gaps } = await look({
      httpClient: fakeArm((path) => {
        if (path.toLowerCase().endsWith(rg.toLowerCase()))
          return { statusCode: 200, body: { value: [{ name: "rg", location: "eastus" }] } };
        if (path === listOf("Microsoft.Storage/storageAccounts"))
          return { statusCode: 409, body: { error: { code: "MissingSubscriptionRegistration", message: "never" } } };
        if (path === listOf("Microsoft.Sql/servers"))
          return { statusCode: 200, body: { value: [server("odd", null), server("<b>even</b>", {})] } };
        return undefined;
      }),
    });

    expect(services).toMatchObject([{ name: "<b>even</b>", isPublic: true }]);
    expect(gaps).toMatchObject([{ operation: "read odd in resource group rg", reason: "not-understood" }]);
  });
});
