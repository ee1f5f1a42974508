const link = (id: string, kind: string, a: object, b: object, more: object = {}) => ({
  id,
  kind,
  a,
  b,
  providerId: id,
  bandwidthMbps: 1_000,
  latencyMs: 2,
  ...more,
});
const speaker = (at: string, announces: readonly string[], peerIp: string, more: object = {}) => ({
  at,
  announces,
  peerIp,
  ...more,
});

const DC = "10.9.0.0/16";
const BRANCH = "10.8.0.0/16";
const VPC = "10.1.0.0/16";
const toTgw = (id: string) => ({ attachmentId: `tgw-attach-${id}`, propagatesTo: ["tgw-rtb-main"] });

/**
 * A data centre behind `r1`, with two ways to a VPC (`dx`, `vpn`: AWS takes the first whatever the path says) and two to a
 * branch behind a router of its own (`line-a`, `line-b`: alike, the name decides). A canary is announced over `dx` alone.
 */
export const drainEstate = () => ({
  version: 1,
  name: "drain",
  networks: [
    {
      id: "vpc",
      cloud: "aws",
      regionId: "us-east-1",
      providerId: "vpc-1",
      cidrs: [VPC],
      gatewayId: "tgw",
      attachmentId: "tgw-attach-vpc",
    },
    { id: "dc", cloud: "onprem", regionId: "dc1", cidrs: [DC], gatewayId: "r1" },
    { id: "branch", cloud: "onprem", regionId: "dc2", cidrs: [BRANCH], gatewayId: "r2" },
  ],
  gateways: [
    {
      id: "tgw",
      kind: "tgw",
      cloud: "aws",
      regionId: "us-east-1",
      providerId: "tgw-1",
      asn: 64_512,
      tables: ["tgw-rtb-main"],
    },
    { id: "r1", kind: "router", cloud: "onprem", regionId: "dc1", providerId: "r1", asn: 65_010 },
    { id: "r2", kind: "router", cloud: "onprem", regionId: "dc2", providerId: "r2", asn: 65_020 },
  ],
  connections: [
    link(
      "dx",
      "direct-connect",
      speaker("tgw", [VPC], "169.254.0.1", toTgw("dx")),
      speaker("r1", [DC, "10.254.0.1/32"], "169.254.0.2", { localPreference: 200 }),
    ),
    link("vpn", "vpn", speaker("tgw", [VPC], "169.254.1.1", toTgw("vpn")), speaker("r1", [DC], "169.254.1.2"), {
      bfd: { intervalMs: 300, detectMultiplier: 3 },
    }),
    link(
      "line-a",
      "direct-connect",
      speaker("r2", [BRANCH], "169.254.2.1"),
      speaker("r1", [DC], "169.254.2.2", { localPreference: 200 }),
    ),
    link("line-b", "direct-connect", speaker("r2", [BRANCH], "169.254.3.1"), speaker("r1", [DC], "169.254.3.2")),
  ],
  flows: [],
  canaries: [{ address: "10.254.0.1", port: 7, gatewayId: "r1" }],
});
