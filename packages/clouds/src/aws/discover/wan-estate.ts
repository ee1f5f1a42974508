export const ACCOUNT = "111122223333";
export const CORE = "core-network-0a1b2c3d4e5f60718";
export const EAST = `aws/${CORE}/us-east-1`;
export const IRELAND = `aws/${CORE}/eu-west-1`;
export const SHARED_ID = "0b0fa3b8-8f5b-4e0c-9a35-3a2d6c1e7f42";

const network = (id: string, regionId: string, cidr: string, gatewayId: string, attachmentId: string) => ({
  id,
  cloud: "aws",
  regionId,
  accountId: ACCOUNT,
  providerId: `vpc-${id}`,
  cidrs: [cidr],
  gatewayId,
  attachmentId,
  resourceCount: 3,
});
const edge = (id: string, regionId: string, asn: number) => ({
  id,
  kind: "tgw",
  service: "core-network",
  cloud: "aws",
  regionId,
  accountId: ACCOUNT,
  providerId: CORE,
  asn,
  tables: ["production"],
});
const router = (id: string, cloud: string, regionId: string, asn: number) => ({
  id,
  kind: "router",
  cloud,
  regionId,
  providerId: id,
  asn,
});
const end = (at: string, announces: readonly string[], more: object = {}) => ({ at, announces, ...more });
const atEdge = (attachmentId: string) => ({ attachmentId, propagatesTo: ["production"] });
const atHub = (attachmentId: string) => ({ attachmentId, propagatesTo: ["tgw-rtb-hub"] });
/** A cut shows at once. */
const bfd = { intervalMs: 1, detectMultiplier: 1 };

/** A core network with an edge in each of two Regions, a transit gateway beside it, and links of every kind from there. */
export const wanEstate = () => ({
  version: 1,
  name: "wan",
  networks: [
    network("east", "us-east-1", "10.1.0.0/16", "edge-east", "attachment-0000000000000e001"),
    network("ireland", "eu-west-1", "10.2.0.0/16", "edge-ireland", "attachment-0000000000000e002"),
    network("legacy", "us-east-1", "10.3.0.0/16", "hub", "tgw-attach-legacy"),
    { id: "dc", cloud: "onprem", regionId: "dc1", cidrs: ["10.9.0.0/16"], gatewayId: "r1" },
    { id: "ledger", cloud: "oci", regionId: "us-ashburn-1", cidrs: ["10.20.0.0/16"], gatewayId: "drg" },
    { id: "lake", cloud: "gcp", regionId: "europe-west1", cidrs: ["10.40.0.0/16"], gatewayId: "cr" },
  ],
  gateways: [
    edge("edge-east", "us-east-1", 64_520),
    edge("edge-ireland", "eu-west-1", 64_521),
    {
      id: "hub",
      kind: "tgw",
      cloud: "aws",
      regionId: "us-east-1",
      accountId: ACCOUNT,
      providerId: "tgw-hub",
      asn: 64_512,
      tables: ["tgw-rtb-hub"],
    },
    router("r1", "onprem", "dc1", 65_010),
    router("drg", "oci", "us-ashburn-1", 31_898),
    router("cr", "gcp", "europe-west1", 64_600),
  ],
  connections: [
    {
      id: "wan-vpn",
      kind: "vpn",
      providerId: "vpn-wan",
      a: end("edge-east", ["10.1.0.0/16"], {
        ...atEdge("attachment-0000000000000a001"),
        peerIp: "169.254.41.1",
        publicIp: "203.0.113.41",
      }),
      b: end("r1", ["10.9.8.0/24"], { peerIp: "169.254.41.2", publicIp: "198.51.100.41" }),
      bandwidthMbps: 500,
      latencyMs: 5,
      createdOn: "2023-05-14",
      isEncrypted: true,
      isPublic: true,
    },
    {
      id: "wan-dx",
      kind: "direct-connect",
      providerId: "dxcon-wan",
      a: end("edge-ireland", ["10.2.0.0/16"], { ...atEdge("attachment-0000000000000a002"), peerIp: "169.254.42.1" }),
      b: end("r1", ["10.9.7.0/24"], { peerIp: "169.254.42.2" }),
      bandwidthMbps: 1_000,
      latencyMs: 9,
      location: "EqLD5",
    },
    {
      id: "wan-hub",
      kind: "transit-peering",
      providerId: "tgw-attach-wan",
      a: end("edge-east", ["10.1.0.0/16"], atEdge("attachment-0000000000000a003")),
      b: end("hub", ["10.3.0.0/16"], atHub("tgw-attach-wan")),
      bandwidthMbps: 10_000,
      latencyMs: 1,
    },
    // the core network's own: none of its APIs shows it
    {
      id: "wan-mesh",
      kind: "transit-peering",
      a: end("edge-east", ["10.1.0.0/16"], atEdge("mesh-east")),
      b: end("edge-ireland", ["10.2.0.0/16"], atEdge("mesh-ireland")),
      bandwidthMbps: 10_000,
      latencyMs: 70,
    },
    ...["a", "b"].map((name, i) => ({
      id: `port-${name}`,
      kind: "direct-connect",
      providerId: `dxcon-${name}`,
      lagId: "dxlag-1",
      a: end("hub", ["10.3.0.0/16"], { ...atHub(`tgw-attach-dx-${name}`), peerIp: `169.254.43.${1 + 4 * i}` }),
      b: end("r1", [i === 0 ? "10.9.0.0/17" : "10.9.128.0/17"], { peerIp: `169.254.43.${2 + 4 * i}` }),
      bandwidthMbps: 10_000,
      latencyMs: 2,
      location: "EqDC2",
      carrier: "carrier-one",
      bfd,
    })),
    {
      id: "to-oci",
      kind: "interconnect",
      providerId: "mcc-1a2b3c4d",
      sharedId: SHARED_ID,
      a: end("hub", ["10.3.0.0/16"], atHub("tgw-attach-oci")),
      b: end("drg", ["10.20.0.0/16"]),
      bandwidthMbps: 1_000,
      latencyMs: 2,
      bfd,
    },
    {
      id: "to-gcp",
      kind: "interconnect",
      a: end("edge-ireland", ["10.2.0.0/16"], atEdge("attachment-0000000000000a005")),
      b: end("cr", ["10.40.0.0/16"]),
      bandwidthMbps: 500,
      latencyMs: 12,
    },
  ],
  flows: [
    { id: "orders", source: "10.3.0.5", destination: "10.9.0.5", port: 443, monthlyGb: 3 },
    { id: "reports", source: "10.1.0.5", destination: "10.9.8.5", port: 443, monthlyGb: 2 },
  ],
});
