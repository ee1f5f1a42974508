import type { ResolvedStep } from "@skylane/core";
import { Estate } from "@skylane/twin";
import { googleEstate, PROJECT } from "../google-steering.ts";
import { aStep } from "../provisioning.ts";

export const REGION = `projects/${PROJECT}/regions/us-central1`;
const network = (name: string) => `projects/${PROJECT}/global/networks/${name}`;

/** The estate of steering, and beside it a network that nothing leads to. */
export const gcpBuildingGround = (): Estate => {
  const { networks, ...rest } = googleEstate();
  const at = { cloud: "gcp", regionId: "us-central1", accountId: PROJECT } as const;
  const lab = { ...at, id: "lab", providerId: "lab", cidrs: ["10.44.0.0/16"] };
  const machine = {
    ...at,
    id: "machine",
    kind: "gce-instance",
    name: "machine",
    networkId: "lab",
    address: "10.44.0.20",
    port: 443,
    networkTags: ["web"],
  };
  return Estate.parse({ ...rest, networks: [...networks, lab], services: [machine] });
};

const tunnel = (i: 0 | 1, more: object = {}): ResolvedStep =>
  aStep(
    "gcp.vpn-tunnel",
    {
      name: `sky-tunnel-${i}`,
      gateway: `${REGION}/vpnGateways/sky-gateway`,
      interface: i,
      externalGateway: `projects/${PROJECT}/global/externalVpnGateways/sky-far`,
      peerInterface: i,
      router: `${REGION}/routers/sky-router`,
      presharedKeySecret: "psk-1",
      ...more,
    },
    { id: `tunnel-${i}` },
  );
const peer = (i: 0 | 1): ResolvedStep =>
  aStep(
    "gcp.bgp-peer",
    {
      router: `${REGION}/routers/sky-router`,
      name: `sky-peer-${i}`,
      tunnel: `${REGION}/vpnTunnels/sky-tunnel-${i}`,
      ipRange: `169.254.3${i}.2/30`,
      peerIp: `169.254.3${i}.1`,
      peerAsn: 64_512,
    },
    { id: `peer-${i}` },
  );
const half = (own: string, other: string): ResolvedStep =>
  aStep(
    "gcp.network-peering",
    { network: network(own), name: `sky-${other}`, peerNetwork: network(other) },
    { id: `peering-${own}` },
  );

/** Steps that make something in that ground, by what they make. */
export const gcpSteps = {
  router: aStep("gcp.router", { network: network("lab"), name: "sky-router", asn: 64_700 }),
  gateway: aStep("gcp.ha-vpn-gateway", { network: network("lab"), name: "sky-gateway" }),
  far: aStep("gcp.external-gateway", { name: "sky-far", ips: ["198.51.100.1", "198.51.100.2"] }),
  tunnel,
  peer,
  half,
  rule: aStep("gcp.firewall-rule", {
    network: network("lab"),
    name: "sky-rule",
    sourceRanges: ["10.1.0.0/16"],
    targetTags: ["web"],
    ports: [443],
  }),
  zone: aStep("gcp.private-zone", { name: "sky-zone", dnsName: "db.shop.internal", networks: [network("lab")] }),
  record: aStep("gcp.dns-record", {
    zone: "sky-zone",
    name: "orders.db.shop.internal",
    type: "A",
    values: ["10.1.0.9"],
    ttlSeconds: 60,
  }),
};
