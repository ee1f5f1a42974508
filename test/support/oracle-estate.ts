import { Estate } from "@skylane/twin";

/** A tenancy of Oracle's with a tunnel and a circuit to a data centre, and what flows over them. */
export const oracleEstate = Estate.parse({
  version: 1,
  name: "oracle",
  networks: [
    {
      id: "ledger",
      cloud: "oci",
      regionId: "us-ashburn-1",
      accountId: "ocid1.tenancy.oc1..ledger",
      cidrs: ["10.20.0.0/16"],
      gatewayId: "drg",
    },
    { id: "dc", cloud: "onprem", regionId: "dc", cidrs: ["10.9.0.0/16", "10.8.0.0/16"], gatewayId: "r1" },
  ],
  gateways: [
    {
      id: "drg",
      kind: "router",
      cloud: "oci",
      regionId: "us-ashburn-1",
      accountId: "ocid1.tenancy.oc1..ledger",
      providerId: "drg",
      asn: 31_898,
    },
    { id: "r1", kind: "router", cloud: "onprem", regionId: "dc", providerId: "r1", asn: 65_010 },
  ],
  connections: [
    {
      id: "tunnel",
      kind: "vpn",
      a: { at: "drg", announces: ["10.20.0.0/16"] },
      b: { at: "r1", announces: ["10.9.0.0/16"] },
      bandwidthMbps: 250,
      latencyMs: 5,
    },
    {
      id: "circuit",
      kind: "fastconnect",
      a: { at: "drg", announces: ["10.20.0.0/16"] },
      b: { at: "r1", announces: ["10.8.0.0/16"] },
      bandwidthMbps: 10_000,
      latencyMs: 5,
      tags: { owner: "books, and so on", team: 'the "ledger"' },
    },
  ],
  flows: [{ id: "out", source: "10.20.0.5", destination: "10.9.0.5", port: 443, monthlyGb: 400_000 }],
  traffic: { seed: 3 },
});
