import { SkylaneConfig } from "@skylane/core";
import { Estate } from "@skylane/twin";

export const AWS_ACCOUNT = "111122223333";
const SUBSCRIPTION = "7d3c8f10-5b2e-4a6f-9c1d-2e8b7a904411";
const PROJECT = "shop-prod";

/** Where each cloud's service is asked at, and what it is called. */
export const PLACES = {
  aws: { name: "orders", address: "10.1.0.20", port: 8_443, regionId: "us-east-1" },
  azure: { name: "reports", address: "10.4.0.40", port: 8_443, regionId: "eastus" },
  gcp: { name: "catalog", address: "10.6.0.20", port: 8_443, regionId: "us-central1" },
  onprem: { name: "erp", address: "10.9.0.30", port: 1_521, regionId: "dc1" },
} as const;
export type PlaceId = keyof typeof PLACES;

const at = { aws: AWS_ACCOUNT, azure: SUBSCRIPTION, gcp: PROJECT, onprem: undefined } as const;
const place = (cloud: PlaceId) => ({
  cloud,
  regionId: PLACES[cloud].regionId,
  ...(at[cloud] && { accountId: at[cloud] }),
});
const service = (cloud: PlaceId, kind: string, networkId: string, more: object = {}) => {
  const { name, address, port } = PLACES[cloud];
  return { ...place(cloud), id: name, name, kind, networkId, address, port, ...more };
};
const line = (id: string, i: number) => ({
  id,
  kind: "vpn",
  a: { at: "r1", announces: ["10.9.0.0/16"], peerIp: `169.254.${i}.1`, publicIp: `203.0.113.${i}` },
  b: { at: "r2", announces: ["10.10.0.0/16"], peerIp: `169.254.${i}.2`, publicIp: `198.51.100.${i}` },
  providerId: id,
  bandwidthMbps: 500,
  latencyMs: 5,
  isEncrypted: true,
  isPublic: true,
});

/** The file that docs/provisioning-onprem.md asks for: nothing passes that nobody let through. */
const CLOSED = `
table inet filter {
  chain skylane {
  }
  chain forward {
    type filter hook forward priority filter; policy drop;
    oifname "sky-*" tcp flags syn tcp option maxseg size set 1350
    ct state established,related accept
    jump skylane
  }
}
`;

/** A service in each cloud and in a data centre with two addresses on the internet; no cloud has a way to another. */
export const fourPlaces = (): Estate =>
  Estate.parse({
    version: 1,
    name: "four-places",
    networks: [
      {
        ...place("aws"),
        id: "shop",
        providerId: "vpc-01",
        cidrs: ["10.1.0.0/16"],
        gatewayId: "tgw",
        attachmentId: "tgw-attach-shop",
      },
      { ...place("azure"), id: "hub", providerId: "vnet-hub", cidrs: ["10.4.0.0/16"] },
      { ...place("gcp"), id: "prod", providerId: "prod", cidrs: ["10.6.0.0/16"] },
      { ...place("onprem"), id: "dc", cidrs: ["10.9.0.0/16"], gatewayId: "r1" },
      { cloud: "onprem", regionId: "dc2", id: "dc2", cidrs: ["10.10.0.0/16"], gatewayId: "r2" },
    ],
    gateways: [
      { ...place("aws"), id: "tgw", kind: "tgw", providerId: "tgw-01", asn: 64_512, tables: ["tgw-rtb-01"] },
      { ...place("onprem"), id: "r1", kind: "router", providerId: "r1", asn: 65_010 },
      { cloud: "onprem", regionId: "dc2", id: "r2", kind: "router", providerId: "r2", asn: 65_020 },
    ],
    connections: [line("line-1", 9), line("line-2", 10)],
    flows: [],
    sites: [
      { regionId: "dc1", latitudeDeg: 40.8, longitudeDeg: -74.1 },
      { regionId: "dc2", latitudeDeg: 45.5, longitudeDeg: -122.9 },
    ],
    services: [
      service("aws", "ec2-instance", "shop", { securityGroupIds: ["sg-01"] }),
      service("azure", "azure-vm", "hub", { nsgId: "nsg-hub" }),
      service("gcp", "gce-instance", "prod", { networkTags: ["catalog"] }),
      service("onprem", "host", "dc"),
    ],
    guards: {
      securityGroups: [{ id: "sg-01", name: "orders", networkId: "shop", rules: [] }],
      routerRulesets: [{ gatewayId: "r1", ruleset: CLOSED }],
    },
  });

/** The configuration its owner would write. */
export const fourPlacesConfig = (): SkylaneConfig =>
  SkylaneConfig.parse({
    version: 1,
    estate: "four-places",
    clouds: {
      aws: { accounts: [{ id: AWS_ACCOUNT, regions: ["us-east-1"] }] },
      azure: { accounts: [{ id: SUBSCRIPTION, regions: ["eastus"] }] },
      gcp: { accounts: [{ id: PROJECT, regions: ["us-central1"] }] },
      onprem: {
        accounts: [
          { id: "r1", regions: ["dc1"] },
          { id: "r2", regions: ["dc2"] },
        ],
      },
    },
    networks: [
      {
        id: "dc",
        cloud: "onprem",
        regionId: "dc1",
        cidrs: ["10.9.0.0/16"],
        coordinates: { latitudeDeg: 40.8, longitudeDeg: -74.1 },
      },
    ],
    connections: [],
    vantages: [],
    groups: [],
    flows: [],
    services: [{ name: PLACES.onprem.name, networkId: "dc", address: PLACES.onprem.address, port: PLACES.onprem.port }],
  });
