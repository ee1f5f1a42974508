/** Text that breaks what does not expect it: script, bidirectional and control characters, half of a pair, length. */
export const HOSTILE = `<script>alert(1)</script>\u202e\u0000\ud800${"long ".repeat(40)}`;
export const TENANCY = "ocid1.tenancy.oc1..aaaaskylane";
export const SUBSCRIPTION = "7d3c8f10-5b2e-4a6f-9c1d-2e8b7a904411";

const network = (cloud: string, regionId: string, id: string, cidr: string, more: object) => ({
  id,
  cloud,
  regionId,
  cidrs: [cidr],
  ...(cloud === "azure" && { accountId: SUBSCRIPTION }),
  ...more,
});
const router = (cloud: string, regionId: string, id: string, asn: number) => ({
  id,
  kind: "router",
  cloud,
  regionId,
  providerId: id,
  asn,
  ...(cloud === "azure" && { accountId: SUBSCRIPTION }),
});
const end = (at: string, prefix: string, peerIp: string, publicIp?: string) => ({
  at,
  announces: [prefix],
  peerIp,
  ...(publicIp && { publicIp }),
});

/** An estate, not yet checked: Oracle's cloud in two Regions, with a link of each kind to itself, to Azure, to Google Cloud and to a data centre. */
export const ociEstate = () => ({
  version: 1,
  name: "oracle",
  networks: [
    network("oci", "us-ashburn-1", "ledger", "10.20.0.0/16", {
      gatewayId: "drg-iad",
      resourceCount: 1_203,
      tags: { [HOSTILE.slice(0, 100)]: HOSTILE.slice(0, 256), owner: "finance" },
      routes: [
        { prefix: "10.21.0.0/16", connectionId: "pair" },
        { prefix: "10.30.0.9/32", connectionId: "stray" },
      ],
    }),
    network("oci", "us-ashburn-1", "reports", "10.21.0.0/16", { resourceCount: 2 }),
    network("oci", "eu-frankfurt-1", "ledger-eu", "10.22.0.0/16", { gatewayId: "drg-fra", resourceCount: 3 }),
    network("azure", "eastus", "vnet", "10.30.0.0/16", { gatewayId: "vng", resourceCount: 1 }),
    network("gcp", "us-central1", "vpc", "10.40.0.0/16", { gatewayId: "cr", resourceCount: 1 }),
    network("onprem", "dc1", "dc", "10.50.0.0/16", { gatewayId: "dc1-r1" }),
  ],
  gateways: [
    router("oci", "us-ashburn-1", "drg-iad", 31_898),
    router("oci", "eu-frankfurt-1", "drg-fra", 31_898),
    router("azure", "eastus", "vng", 65_515),
    router("gcp", "us-central1", "cr", 64_600),
    router("onprem", "dc1", "dc1-r1", 65_010),
  ],
  connections: [
    {
      id: "tunnel-azure",
      kind: "vpn",
      a: end("drg-iad", "10.20.0.0/16", "169.254.1.1", "198.51.100.1"),
      b: end("vng", "10.30.0.0/16", "169.254.1.2", "198.51.101.1"),
      bandwidthMbps: 250,
      latencyMs: 8,
      isEncrypted: true,
      isPublic: true,
      createdOn: "2024-03-01",
      tags: { note: HOSTILE.slice(0, 256) },
    },
    {
      id: "circuit-azure",
      kind: "fastconnect",
      a: end("drg-iad", "10.20.0.0/16", "169.254.2.1"),
      b: end("vng", "10.30.0.0/16", "169.254.2.2"),
      bandwidthMbps: 1_000,
      latencyMs: 2,
      carrier: "carrier-a",
    },
    {
      id: "tunnel-gcp",
      kind: "vpn",
      a: end("cr", "10.40.0.0/16", "169.254.3.1", "198.51.102.1"),
      b: end("drg-iad", "10.20.0.0/16", "169.254.3.2", "198.51.100.2"),
      bandwidthMbps: 250,
      latencyMs: 20,
      isEncrypted: true,
      isPublic: true,
    },
    {
      id: "circuit-gcp",
      kind: "fastconnect",
      a: end("drg-iad", "10.20.0.0/16", "169.254.4.1"),
      b: end("cr", "10.40.0.0/16", "169.254.4.2"),
      bandwidthMbps: 1_000,
      latencyMs: 15,
      bfd: { intervalMs: 300, detectMultiplier: 3 },
    },
    {
      id: "tunnel-dc",
      kind: "vpn",
      a: end("drg-fra", "10.22.0.0/16", "169.254.5.1", "198.51.103.1"),
      b: end("dc1-r1", "10.50.0.0/16", "169.254.5.2", "198.51.104.1"),
      bandwidthMbps: 250,
      latencyMs: 9,
      isEncrypted: true,
      isPublic: true,
    },
    {
      id: "circuit-dc",
      kind: "fastconnect",
      a: end("drg-iad", "10.20.0.0/16", "169.254.6.1"),
      b: end("dc1-r1", "10.50.0.0/16", "169.254.6.2"),
      bandwidthMbps: 1_000,
      latencyMs: 4,
    },
    {
      id: "remote",
      kind: "transit-peering",
      a: end("drg-iad", "10.20.0.0/16", "169.254.7.1"),
      b: end("drg-fra", "10.22.0.0/16", "169.254.7.2"),
      bandwidthMbps: 10_000,
      latencyMs: 45,
    },
    { id: "pair", kind: "peering", a: { at: "ledger" }, b: { at: "reports" }, bandwidthMbps: 10_000, latencyMs: 1 },
    { id: "stray", kind: "internet", a: { at: "ledger" }, b: { at: "vnet" }, bandwidthMbps: 100, latencyMs: 20 },
  ],
  flows: [{ id: "books", source: "10.20.0.5", destination: "10.30.0.5", port: 443, monthlyGb: 10 }],
});
