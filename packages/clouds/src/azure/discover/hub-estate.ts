export const SUBSCRIPTION = "7d3c8f10-5b2e-4a6f-9c1d-2e8b7a904411";

const vnet = (regionId: string, id: string, cidr: string, gatewayId: string, more: object = {}) => ({
  id,
  cloud: "azure",
  regionId,
  accountId: SUBSCRIPTION,
  cidrs: [cidr],
  gatewayId,
  ...more,
});
const gateway = (regionId: string, id: string, asn: number, more: object = {}) => ({
  id,
  kind: "router",
  cloud: "azure",
  regionId,
  accountId: SUBSCRIPTION,
  providerId: id,
  asn,
  ...more,
});
const end = (at: string, announces: readonly string[], inside?: string, publicIp?: string, more: object = {}) => ({
  at,
  announces,
  ...(inside && { peerIp: inside }),
  ...(publicIp && { publicIp }),
  ...more,
});
const hubs = { service: "virtual-hub" };
const FAST = { bandwidthMbps: 1_000, latencyMs: 5, bfd: { intervalMs: 1, detectMultiplier: 1 } };

/** Two hubs of one Virtual WAN, with tunnels to AWS, a data centre and an older gateway, a circuit, and one another: as an estate file says it. */
export const hubEstate = () => ({
  version: 1,
  name: "wan",
  networks: [
    vnet("eastus", "shop", "10.4.0.0/16", "hub-east", { resourceCount: 4 }),
    vnet("eastus", "stock", "10.5.0.0/16", "hub-east", { resourceCount: 2 }),
    vnet("westeurope", "ledger", "10.6.0.0/16", "hub-west"),
    vnet("westeurope", "legacy", "10.7.0.0/16", "vng-legacy"),
    {
      id: "vpc",
      cloud: "aws",
      regionId: "us-east-1",
      accountId: "111122223333",
      cidrs: ["10.1.0.0/16"],
      providerId: "vpc-1",
      gatewayId: "tgw",
      attachmentId: "tgw-attach-vpc",
    },
    { id: "dc", cloud: "onprem", regionId: "dc1", cidrs: ["10.9.0.0/16"], gatewayId: "r1" },
  ],
  gateways: [
    gateway("eastus", "hub-east", 65_515, hubs),
    gateway("westeurope", "hub-west", 65_516, hubs),
    gateway("westeurope", "vng-legacy", 65_517),
    {
      id: "tgw",
      kind: "tgw",
      cloud: "aws",
      regionId: "us-east-1",
      accountId: "111122223333",
      providerId: "tgw-1",
      asn: 64_512,
      tables: ["tgw-rtb-1"],
    },
    { id: "r1", kind: "router", cloud: "onprem", regionId: "dc1", providerId: "r1", asn: 65_010 },
  ],
  connections: [
    {
      id: "to-aws",
      kind: "vpn",
      providerId: "vpn-0a1b",
      a: end("hub-east", ["10.4.0.0/16", "10.5.0.0/16"], "169.254.21.2", "203.0.113.1"),
      b: end("tgw", ["10.1.0.0/16"], "169.254.21.1", "198.51.100.1", {
        attachmentId: "tgw-attach-vpn",
        propagatesTo: ["tgw-rtb-1"],
      }),
      ...FAST,
    },
    {
      id: "branch-1",
      kind: "vpn",
      a: end("hub-east", ["10.4.0.0/16"], "169.254.21.6", "203.0.113.1"),
      b: end("r1", ["10.9.1.0/24"], "169.254.21.5", "198.51.100.9"),
      ...FAST,
      carrier: "carrier-one",
    },
    {
      id: "branch-2",
      kind: "vpn",
      a: end("hub-east", ["10.4.0.0/16"], "169.254.22.6", "203.0.113.2"),
      b: end("r1", ["10.9.2.0/24"], "169.254.22.5", "198.51.100.10"),
      ...FAST,
    },
    {
      id: "circuit",
      kind: "express-route",
      a: end("hub-east", ["10.4.0.0/16", "10.5.0.0/16"], "172.31.0.2"),
      b: end("r1", ["10.9.0.0/16"], "172.31.0.1"),
      ...FAST,
      carrier: "carrier-two",
      location: "Ashburn",
    },
    {
      id: "mesh",
      kind: "transit-peering",
      a: end("hub-east", ["10.4.0.0/16", "10.5.0.0/16"]),
      b: end("hub-west", ["10.6.0.0/16"]),
      ...FAST,
    },
    {
      id: "to-legacy",
      kind: "transit-peering",
      a: end("hub-west", ["10.6.0.0/16"], "169.254.21.9", "203.0.113.3"),
      b: end("vng-legacy", ["10.7.0.0/16"], "169.254.21.10", "203.0.113.4"),
      ...FAST,
    },
  ],
  flows: [{ id: "orders", source: "10.4.0.5", destination: "10.1.0.5", port: 443, monthlyGb: 3 }],
});
