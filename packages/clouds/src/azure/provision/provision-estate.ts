import { ProvisionStep, type ResolvedStep } from "@skylane/core";

const SUBSCRIPTION = "7d3c8f10-5b2e-4a6f-9c1d-2e8b7a904411";
export const GROUP = "rg-build-eastus";
const GROUP_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/${GROUP}`;
const NETWORK = `${GROUP_ID}/providers/Microsoft.Network`;
const HUB = `${NETWORK}/virtualNetworks/vnet-hub`;

/** Of what the estate holds, and of what is made in it. */
export const ids = {
  hub: HUB,
  spoke: `${NETWORK}/virtualNetworks/vnet-spoke`,
  /** In which a gateway stands from the beginning. */
  old: `${NETWORK}/virtualNetworks/vnet-old`,
  gatewaySubnet: `${HUB}/subnets/GatewaySubnet`,
  defaultSubnet: `${HUB}/subnets/default`,
  publicIps: [`${NETWORK}/publicIPAddresses/pip-1`, `${NETWORK}/publicIPAddresses/pip-2`],
  gateway: `${NETWORK}/virtualNetworkGateways/vng`,
  oldGateway: `${NETWORK}/virtualNetworkGateways/vng-old`,
  localGateway: `${NETWORK}/localNetworkGateways/lng`,
  nsg: `${NETWORK}/networkSecurityGroups/nsg-vnet-hub`,
  zone: `${NETWORK}/privateDnsZones/privatelink.database.windows.net`,
  sql: `${GROUP_ID}/providers/Microsoft.Sql/servers/orderdb`,
  oldTable: `${NETWORK}/routeTables/rt-vnet-old`,
};

const place = { cloud: "azure", regionId: "eastus", accountId: SUBSCRIPTION };
const vnet = (id: string, cidr: string, more: object = {}) => ({
  ...place,
  id,
  providerId: `vnet-${id}`,
  cidrs: [cidr],
  ...more,
});
const router = (id: string, more: object) => ({ id, kind: "router", providerId: id, ...more });

/** A VNet to build in, one beside it, one with a gateway from the beginning, a database of Azure's and a data centre. */
export const buildEstate = () => ({
  version: 1,
  name: "build",
  networks: [
    vnet("hub", "10.4.0.0/16", { resourceCount: 3 }),
    vnet("spoke", "10.5.0.0/16"),
    vnet("old", "10.6.0.0/16", { gatewayId: "vng-old" }),
    { id: "dc", cloud: "onprem", regionId: "dc1", cidrs: ["10.9.0.0/16"], gatewayId: "r1", egressIp: "203.0.113.9" },
  ],
  gateways: [
    router("vng-old", { ...place, asn: 65_514, selects: "azure" }),
    router("r1", { cloud: "onprem", regionId: "dc1", asn: 65_010 }),
  ],
  connections: [
    {
      id: "tunnel",
      kind: "vpn",
      a: { at: "vng-old", announces: ["10.6.0.0/16"], peerIp: "169.254.107.2", publicIp: "203.0.113.1" },
      b: { at: "r1", announces: ["10.9.0.0/16"], peerIp: "169.254.107.1", publicIp: "203.0.113.9" },
      providerId: "tunnel",
      bandwidthMbps: 500,
      latencyMs: 5,
    },
  ],
  flows: [],
  services: [
    {
      ...place,
      id: "orderdb",
      kind: "azure-sql",
      name: "orderdb",
      publicAddress: "203.0.113.10",
      port: 1_433,
      dnsName: "orderdb.database.windows.net",
    },
    {
      ...place,
      id: "reports",
      kind: "azure-vm",
      name: "reports",
      networkId: "hub",
      address: "10.4.0.40",
      port: 443,
      nsgId: "nsg-hub",
    },
  ],
  guards: {
    publicAccess: [
      {
        serviceId: "orderdb",
        isEnabled: true,
        ranges: [{ name: "office", startIp: "203.0.113.250", endIp: "203.0.113.250" }],
      },
    ],
  },
});

const IPC = ["ipc0", "ipc1"].map((name) => `${ids.gateway}/ipConfigurations/${name}`);

/** What is wanted of each kind, in an order in which it can be made. */
export const wanted: readonly (readonly [resource: string, desired: object])[] = [
  ["azure.subnet", { vnetId: ids.hub, name: "GatewaySubnet", prefix: "10.4.255.0/27" }],
  ["azure.public-ip", { resourceGroup: GROUP, name: "pip-1" }],
  ["azure.public-ip", { resourceGroup: GROUP, name: "pip-2" }],
  [
    "azure.vpn-gateway",
    {
      resourceGroup: GROUP,
      name: "vng",
      subnetId: ids.gatewaySubnet,
      publicIpIds: ids.publicIps,
      asn: 65_515,
      sku: "VpnGw2AZ",
      bgpAddresses: [["169.254.21.2"], ["169.254.21.6"]],
    },
  ],
  [
    "azure.local-gateway",
    { resourceGroup: GROUP, name: "lng", publicIp: "203.0.113.9", asn: 65_010, bgpPeerIp: "169.254.21.1" },
  ],
  [
    "azure.vpn-connection",
    {
      resourceGroup: GROUP,
      name: "to-dc",
      gatewayId: ids.gateway,
      localGatewayId: ids.localGateway,
      presharedKeySecret: "psk-1",
      bgpAddresses: [
        { ipConfigurationId: IPC[0], ip: "169.254.21.2" },
        { ipConfigurationId: IPC[1], ip: "169.254.21.6" },
      ],
    },
  ],
  [
    "azure.vnet-peering",
    {
      vnetId: ids.hub,
      name: "hub-spoke",
      remoteVnetId: ids.spoke,
      allowGatewayTransit: true,
      useRemoteGateways: false,
      allowForwardedTraffic: true,
    },
  ],
  [
    "azure.vnet-peering",
    {
      vnetId: ids.spoke,
      name: "spoke-hub",
      remoteVnetId: ids.hub,
      allowGatewayTransit: false,
      useRemoteGateways: true,
      allowForwardedTraffic: true,
    },
  ],
  [
    "azure.nsg-rule",
    {
      nsgId: ids.nsg,
      name: "skylane-https",
      direction: "Inbound",
      sourcePrefix: "10.9.0.0/16",
      destinationPrefix: "10.4.0.40/32",
      port: 443,
      access: "Allow",
    },
  ],
  [
    "azure.private-endpoint",
    {
      resourceGroup: GROUP,
      name: "pe-orderdb",
      subnetId: ids.defaultSubnet,
      targetId: ids.sql,
      groupId: "sqlServer",
    },
  ],
  [
    "azure.private-zone",
    { resourceGroup: GROUP, name: "privatelink.database.windows.net", vnetIds: [ids.hub, ids.spoke] },
  ],
  ["azure.dns-record", { zoneId: ids.zone, name: "orderdb", type: "A", values: ["10.4.0.7"], ttlSeconds: 300 }],
  ["azure.sql-firewall-rule", { serverId: ids.sql, name: "skylane-dc", startIp: "203.0.113.9", endIp: "203.0.113.9" }],
  [
    "azure.user-route",
    {
      vnetId: ids.old,
      routeTableId: ids.oldTable,
      name: "skylane-dc",
      prefix: "10.9.0.0/24",
      nextHopType: "VirtualNetworkGateway",
    },
  ],
];

/** A step of a run that wants one of these. */
export function stepOf(resource: string, desired: object, runId = "run-1"): ResolvedStep {
  const [name = ""] = Object.entries(desired).flatMap(([field, value]) => (field === "name" ? [String(value)] : []));
  const id = `${resource.replace(".", "-")}-${name.toLowerCase()}`;
  const step = ProvisionStep.parse({
    id,
    resource,
    cloud: "azure",
    accountId: SUBSCRIPTION,
    regionId: "eastus",
    key: `azure/${id}`,
    desired,
    summary: "make it",
    intentIds: ["in-20261121-a1"],
  });
  return { ...step, tags: { "skylane:run": runId, "skylane:step": id, "skylane:owner": "network team" } };
}
