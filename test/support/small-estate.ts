import { parseEstate } from "@skylane/twin";
import { stringify } from "yaml";

/** A world of one VPC behind a transit gateway and one data centre, joined by a Direct Connect and a VPN; one flow, two canaries. */
export const smallEstate = (change: (estate: RawEstate) => unknown = (one) => one) => {
  const made = raw();
  return parseEstate(stringify(change(made) ?? made), "small");
};

type RawEstate = ReturnType<typeof raw>;

const raw = () => ({
  version: 1,
  name: "small",
  networks: [
    {
      id: "vpc",
      cloud: "aws",
      regionId: "us-east-1",
      accountId: "111122223333",
      providerId: "vpc-1",
      cidrs: ["10.1.0.0/16"],
      gatewayId: "tgw",
      attachmentId: "tgw-attach-vpc",
    },
    {
      id: "probe",
      cloud: "aws",
      regionId: "us-east-1",
      providerId: "vpc-2",
      cidrs: ["10.255.1.0/24"],
      gatewayId: "tgw",
      attachmentId: "tgw-attach-probe",
      gatewayTableId: "tgw-rtb-probe",
    },
    { id: "dc", cloud: "onprem", regionId: "dc1", cidrs: ["10.9.0.0/16"], gatewayId: "r1" },
  ],
  gateways: [
    {
      id: "tgw",
      kind: "tgw",
      cloud: "aws",
      regionId: "us-east-1",
      providerId: "tgw-1",
      asn: 64512,
      tables: ["tgw-rtb-main", "tgw-rtb-probe"],
    },
    { id: "r1", kind: "router", cloud: "onprem", regionId: "dc1", providerId: "r1", asn: 65010 },
  ],
  connections: [link("dx", "direct-connect", 200, 0, 2), link("vpn", "vpn", 100, 1, 6)],
  flows: [{ id: "orders", source: "10.1.0.5", destination: "10.9.0.5", port: 8443, monthlyGb: 10 }],
  canaries: [
    { address: "10.254.0.1", port: 7, gatewayId: "r1" },
    { address: "10.254.1.1", port: 7, gatewayId: "r1" },
  ],
});

const link = (id: string, kind: string, localPreference: number, i: number, latencyMs: number) => ({
  id,
  kind,
  a: {
    at: "tgw",
    announces: ["10.1.0.0/16", `10.255.1.${i * 16}/28`],
    attachmentId: `tgw-attach-${id}`,
    propagatesTo: ["tgw-rtb-main", "tgw-rtb-probe"],
    peerIp: `169.254.${i}.1`,
  },
  b: { at: "r1", announces: ["10.9.0.0/16", `10.254.${i}.1/32`], localPreference, peerIp: `169.254.${i}.2` },
  providerId: kind === "vpn" ? "vpn-1" : "dxcon-1",
  bandwidthMbps: 1_000,
  latencyMs,
  carrier: kind === "vpn" ? "internet" : "carrier-a",
});
