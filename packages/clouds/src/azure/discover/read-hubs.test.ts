import { describe, expect, it } from "vitest";
import { discoverAzure } from "./discover-azure.ts";
import { fakeArm } from "./fake-arm.ts";

const NETWORK = "/providers/Microsoft.Network";
const WIDE = `/subscriptions/s${NETWORK}`;
const RG = `/subscriptions/s/resourceGroups/rg${NETWORK}`;
const at = (type: string, name: string, properties: object) => ({
  id: `${RG}/${type}/${name}`,
  name,
  location: "West US",
  properties,
});
const hub = at("virtualHubs", "hub", {
  virtualWan: { id: `${RG}/virtualWans/wan` },
  virtualRouterAsn: 65_515,
  vpnGateway: { id: `${RG}/vpnGateways/gw` },
  expressRouteGateway: { id: `${RG}/expressRouteGateways/er` },
});
const instance = (i: number) => ({
  ipconfigurationId: `Instance${i}`,
  defaultBgpIpAddresses: [`10.10.1.1${i}`],
  customBgpIpAddresses: [`169.254.21.${i * 4 + 2}`],
  tunnelIpAddresses: [`203.0.113.${i + 1}`, `10.10.1.${i + 4}`],
});
const siteLink = (name: string, ipAddress: string, bgpPeeringAddress?: string) => ({
  id: `${RG}/vpnSites/site/vpnSiteLinks/${name}`,
  name,
  properties: { ipAddress, ...(bgpPeeringAddress && { bgpProperties: { asn: 64_512, bgpPeeringAddress } }) },
});
const site = at("vpnSites", "site", {
  siteKey: "secret-site-key",
  addressSpace: { addressPrefixes: ["10.9.0.0/16"] },
  vpnSiteLinks: [siteLink("one", "198.51.100.1", "169.254.21.5"), siteLink("two", "198.51.100.2")],
});
const tunnel = (name: string, more: object) => ({
  id: `${RG}/vpnGateways/gw/vpnConnections/c/vpnLinkConnections/${name}`,
  name,
  properties: {
    provisioningState: "Succeeded",
    connectionStatus: "Connected",
    sharedKey: "secret-shared-key",
    vpnSiteLink: { id: `${RG}/vpnSites/site/vpnSiteLinks/${name}` },
    ...more,
  },
});
const customs = [0, 1].map((i) => ({
  ipConfigurationId: `Instance${i}`,
  customBgpIpAddress: `169.254.21.${i * 4 + 2}`,
}));
const connection = {
  id: `${RG}/vpnGateways/gw/vpnConnections/c`,
  name: "c",
  properties: {
    sharedKey: "secret-shared-key",
    remoteVpnSite: { id: site.id },
    vpnLinkConnections: [
      tunnel("one", { enableBgp: true, vpnGatewayCustomBgpAddresses: customs }),
      tunnel("two", { enableBgp: false, connectionStatus: "NotConnected" }),
    ],
  },
};
const old = {
  id: `${RG}/vpnGateways/gw/vpnConnections/old`,
  name: "old",
  properties: {
    remoteVpnSite: { id: `${RG}/vpnSites/before` },
    connectionStatus: "Connecting",
    ingressBytesTransferred: 5,
    egressBytesTransferred: 6,
  },
};
const oldSite = at("vpnSites", "before", {
  ipAddress: "198.51.100.7",
  addressSpace: { addressPrefixes: ["10.8.0.0/16"] },
});
const gateway = at("vpnGateways", "gw", {
  virtualHub: { id: hub.id },
  vpnGatewayScaleUnit: 2,
  bgpSettings: { asn: 65_515, bgpPeeringAddresses: [instance(0), instance(1)] },
  connections: [connection],
});
const circuitConnection = {
  id: `${RG}/expressRouteGateways/er/expressRouteConnections/line`,
  name: "line",
  properties: {
    authorizationKey: "secret-authorization-key",
    expressRouteCircuitPeering: {
      id: "/subscriptions/other/resourceGroups/x/providers/Microsoft.Network/expressRouteCircuits/far/peerings/AzurePrivatePeering",
    },
  },
};
const routes = [
  ["10.9.0.0/16", "VPN_S2S_Gateway", gateway.id, ""],
  ["10.8.0.0/16", "VPN_S2S_Gateway", gateway.id, ""],
  ["10.7.0.0/16", "ExpressRouteGateway", `${RG}/expressRouteGateways/er`, "12076-65010"],
  ["0.0.0.0/0", "Azure Firewall", `${RG}/azureFirewalls/f`, ""],
].map(([prefix, nextHopType, hop, asPath]) => ({ addressPrefixes: [prefix], nextHopType, nextHops: [hop], asPath }));

const ok = (...value: readonly unknown[]) => ({ statusCode: 200, body: { value } });
const denied = { statusCode: 403, body: { error: { code: "AuthorizationFailed", message: "no" } } };
type Answer = { readonly statusCode: number; readonly body: unknown };
const answers: Readonly<Record<string, Answer>> = {
  "/subscriptions/s/resourcegroups": ok({ name: "rg", location: "westus" }),
  [`${WIDE}/virtualHubs`]: ok(hub),
  [`${WIDE}/vpnGateways`]: ok(gateway),
  [`${WIDE}/vpnSites`]: ok(site, oldSite),
  [`${WIDE}/expressRouteGateways`]: ok(at("expressRouteGateways", "er", { virtualHub: { id: hub.id } })),
  [`${gateway.id}/vpnConnections`]: ok(connection, old),
  [`${RG}/expressRouteGateways/er/expressRouteConnections`]: ok(circuitConnection),
  [`${hub.id}/effectiveRoutes`]: ok(...routes),
};
const look = async (changed: Readonly<Record<string, Answer>> = {}) => {
  const asked: string[] = [];
  const all = { ...answers, ...changed };
  const httpClient = fakeArm((path, { body }) => {
    asked.push(path);
    if (/\/(inbound|outbound)Routes$/.test(path) && !(path in all))
      return ok(...routesOver(String(body), path.endsWith("/inboundRoutes")));
    return all[path];
  });
  const discover = discoverAzure({}, { environment: { AZURE_ACCESS_TOKEN: "any" }, httpClient, pollMs: 1 });
  const found = await discover({ accounts: [{ id: "s" }], regions: [], concurrency: 4, nowMs: () => 1 });
  return { ...found, asked };
};
const routesOver = (body: string, isInbound: boolean) =>
  body.includes("ExpressRouteConnection")
    ? [{ prefix: isInbound ? "10.7.0.0/16" : "10.4.0.0/16" }]
    : [{ prefix: isInbound ? "10.1.0.0/16" : "10.4.0.0/16" }];

describe("clouds/azure/read-hubs", () => {
  it("finds the end of each tunnel where a gateway has two, and says nothing where it cannot", async () => {
    const { links, gateways, gaps } = await look();

    expect(gaps).toEqual([]);
    expect(gateways).toMatchObject([{ kind: "virtual-hub", publicIps: ["203.0.113.1", "203.0.113.2"] }]);
    expect(links.map(({ name, control }) => `${name} ${control}`)).toEqual([
      "one up",
      "two down",
      "old down",
      "line up",
    ]);
    expect(links[0]).toMatchObject({
      at: gateways[0]?.key,
      regionId: "westus",
      join: {
        localPublicIp: "203.0.113.2",
        peerPublicIp: "198.51.100.1",
        localInsideIp: "169.254.21.6",
        peerInsideIp: "169.254.21.5",
        localAsn: 65_515,
        peerAsn: 64_512,
      },
      receivedPrefixes: ["10.1.0.0/16"],
      announcedPrefixes: ["10.4.0.0/16"],
      bandwidthMbps: 1_000,
    });
    expect(links[1]?.join).toEqual({ peerPublicIp: "198.51.100.2", localAsn: 65_515 });
    expect(links[1]).not.toHaveProperty("receivedPrefixes");
  });

  it("takes a connection to a site without links for a tunnel", async () => {
    const { links } = await look();

    expect(links[2]).toMatchObject({
      name: "old",
      aliases: [old.id, "old"],
      bytes30d: 11,
      join: { peerPublicIp: "198.51.100.7" },
    });
  });

  it("asks the hub what comes over a circuit that is not ours to see", async () => {
    const { links } = await look();

    expect(links[3]).toMatchObject({
      kind: "express-route",
      name: "line",
      join: {},
      receivedPrefixes: ["10.7.0.0/16"],
      announcedPrefixes: ["10.4.0.0/16"],
    });
  });

  it("leads a hub's routes over the one link that can be meant", async () => {
    const { routes: seen, links } = await look();
    const nameOf = (key: string | undefined) => links.find((one) => one.key === key)?.name;

    expect(seen.map(({ prefix, origin, next }) => [prefix, origin, next.kind, nameOf(next.key)])).toEqual([
      // both links of the site bring what its owner wrote down
      ["10.9.0.0/16", "static", "gateway", undefined],
      ["10.8.0.0/16", "static", "link", "old"],
      ["10.7.0.0/16", "propagated", "link", "line"],
      ["0.0.0.0/0", "propagated", "interface", undefined],
    ]);
  });

  it("passes on no key of a site, a tunnel or a circuit", async () => {
    expect(JSON.stringify(await look())).not.toContain("secret-");
  });

  it("keeps the links where routes may not be read, and names each permission once", async () => {
    const {
      gaps,
      links,
      routes: seen,
    } = await look({
      [`${hub.id}/effectiveRoutes`]: denied,
      [`${hub.id}/inboundRoutes`]: denied,
      [`${hub.id}/outboundRoutes`]: denied,
    });

    expect(links).toHaveLength(4);
    expect(links.every((link) => !("receivedPrefixes" in link) || link.control === "down")).toBe(true);
    expect(seen).toEqual([]);
    expect(gaps.map(({ permission, regionId }) => `${permission} ${regionId}`)).toEqual([
      "Microsoft.Network/virtualHubs/effectiveRoutes/action westus",
      "Microsoft.Network/virtualHubs/inboundRoutes/action westus",
      "Microsoft.Network/virtualHubs/outboundRoutes/action westus",
    ]);
  });

  it("takes a gateway's connections from the gateway itself where they may not be listed", async () => {
    const { gaps, links } = await look({ [`${gateway.id}/vpnConnections`]: denied });

    expect(links.map(({ name }) => name)).toEqual(["one", "two", "line"]);
    expect(gaps).toMatchObject([{ permission: "Microsoft.Network/vpnGateways/vpnConnections/read" }]);
  });

  it("asks for a hub's gateway itself where the list is silent about it, and says why it cannot be seen", async () => {
    const hidden = await look({ [`${WIDE}/vpnGateways`]: ok(), [gateway.id]: denied });
    const lagging = await look({
      [`${WIDE}/vpnGateways`]: ok(),
      [gateway.id]: { statusCode: 200, body: gateway },
    });

    expect(hidden.gaps).toMatchObject([{ permission: "Microsoft.Network/vpnGateways/read", regionId: "westus" }]);
    expect(hidden.gateways).toMatchObject([{ kind: "virtual-hub", publicIps: [] }]);
    expect(hidden.links.map(({ name }) => name)).toEqual(["line"]);
    expect(lagging.links).toHaveLength(4);
  });

  it("asks for nothing of a Virtual WAN where there is none, and not what a Route Server routes", async () => {
    const none = await look({ [`${WIDE}/virtualHubs`]: ok() });
    const server = await look({ [`${WIDE}/virtualHubs`]: ok(at("virtualHubs", "rs", { sku: "Standard" })) });

    for (const { asked, gaps } of [none, server]) {
      expect(gaps).toEqual([]);
      expect(asked.filter((path) => /vpn(Gateways|Sites)|expressRouteGateways|virtualHubs\//.test(path))).toEqual([]);
    }
  });
});
