import type { EstateConnection, EstateNetwork } from "./types.ts";

/** A place with a workload network and the gateway that stands before it. */
export interface Site {
  readonly id: string;
  /** As it stands in the names of links and flows. */
  readonly short: string;
  readonly cloud: EstateNetwork["cloud"];
  readonly regionId: string;
  readonly accountId?: string;
  readonly cidr: string;
  readonly gatewayId: string;
  readonly asn: number;
  readonly spokeCount: number;
  readonly resourceCount: number;
  /** Of a data centre; where the Regions are is known. */
  readonly coordinates?: { readonly latitudeDeg: number; readonly longitudeDeg: number };
}

export const AZURE_SUBSCRIPTION = "7d3c8f10-5b2e-4a6f-9c1d-2e8b7a904411";

/** The ten sites of GlobalCart. Resources: AWS 412, Azure 298, GCP 137; data centres are not counted. */
export const sites: readonly Site[] = [
  {
    id: "aws-use1",
    short: "use1",
    cloud: "aws",
    regionId: "us-east-1",
    accountId: "111122223333",
    cidr: "10.1.0.0/16",
    gatewayId: "tgw-use1",
    asn: 64_512,
    spokeCount: 4,
    resourceCount: 190,
  },
  {
    id: "aws-usw2",
    short: "usw2",
    cloud: "aws",
    regionId: "us-west-2",
    accountId: "111122223333",
    cidr: "10.2.0.0/16",
    gatewayId: "tgw-usw2",
    asn: 64_513,
    spokeCount: 4,
    resourceCount: 130,
  },
  {
    id: "aws-euw1",
    short: "euw1",
    cloud: "aws",
    regionId: "eu-west-1",
    accountId: "111122223333",
    cidr: "10.3.0.0/16",
    gatewayId: "tgw-euw1",
    asn: 64_514,
    spokeCount: 4,
    resourceCount: 92,
  },
  {
    id: "azure-eastus",
    short: "eastus",
    cloud: "azure",
    regionId: "eastus",
    accountId: AZURE_SUBSCRIPTION,
    cidr: "10.4.0.0/16",
    gatewayId: "vng-eastus",
    asn: 65_515,
    spokeCount: 4,
    resourceCount: 181,
  },
  {
    id: "azure-westeurope",
    short: "weu",
    cloud: "azure",
    regionId: "westeurope",
    accountId: AZURE_SUBSCRIPTION,
    cidr: "10.5.0.0/16",
    gatewayId: "vng-westeurope",
    asn: 65_516,
    spokeCount: 4,
    resourceCount: 117,
  },
  {
    id: "gcp-usc1",
    short: "usc1",
    cloud: "gcp",
    regionId: "us-central1",
    accountId: "globalcart-prod",
    cidr: "10.6.0.0/16",
    gatewayId: "router-usc1",
    asn: 64_601,
    spokeCount: 3,
    resourceCount: 88,
  },
  {
    id: "gcp-euw1",
    short: "geuw1",
    cloud: "gcp",
    regionId: "europe-west1",
    accountId: "globalcart-prod",
    cidr: "10.7.0.0/16",
    gatewayId: "router-euw1",
    asn: 64_602,
    spokeCount: 3,
    resourceCount: 49,
  },
  {
    id: "dc1",
    short: "dc1",
    cloud: "onprem",
    regionId: "dc1",
    coordinates: { latitudeDeg: 40.79, longitudeDeg: -74.06 },
    cidr: "10.9.0.0/16",
    gatewayId: "dc1-r1",
    asn: 65_010,
    spokeCount: 0,
    resourceCount: 0,
  },
  {
    id: "dc2",
    short: "dc2",
    cloud: "onprem",
    regionId: "dc2",
    coordinates: { latitudeDeg: 45.54, longitudeDeg: -122.96 },
    cidr: "10.10.0.0/16",
    gatewayId: "dc2-r1",
    asn: 65_020,
    spokeCount: 0,
    resourceCount: 0,
  },
  {
    id: "dc3",
    short: "dc3",
    cloud: "onprem",
    regionId: "dc3",
    coordinates: { latitudeDeg: 50.12, longitudeDeg: 8.73 },
    cidr: "10.11.0.0/16",
    gatewayId: "dc3-r1",
    asn: 65_030,
    spokeCount: 0,
    resourceCount: 0,
  },
];

/** A link between two sites over their gateways. */
export interface Link {
  readonly id: string;
  readonly kind: EstateConnection["kind"];
  readonly a: string;
  readonly b: string;
  readonly rttMs: number;
  readonly bandwidthMbps: number;
  readonly monthlyUsd?: number;
  readonly carrier: string;
  /** Local preference at router ends: 200 on dedicated circuits, 100 on VPN (clouds.md 7.2). */
  readonly localPreference: number;
}

const dedicated = { bandwidthMbps: 10_000, localPreference: 200 } as const;
const vpn = { kind: "vpn", bandwidthMbps: 1_250, localPreference: 100, carrier: "internet" } as const;
const AWS_VPN_USD = 54; // 8 tunnels, $432 in all
const AZURE_VPN_USD = 146; // 6 tunnels, $876 in all
const GCP_VPN_USD = 90; // 4 tunnels, $360 in all

/** The links between sites that the owner knows: 4 circuits and 18 VPN tunnels. The five pairs with a single link are the single points of failure. */
export const links: readonly Link[] = [
  {
    id: "dx-use1-1",
    kind: "direct-connect",
    a: "aws-use1",
    b: "dc1",
    rttMs: 4,
    monthlyUsd: 1_620,
    carrier: "equinix-dc2",
    ...dedicated,
  },
  {
    id: "dx-usw2-1",
    kind: "direct-connect",
    a: "aws-usw2",
    b: "dc2",
    rttMs: 5,
    monthlyUsd: 1_620,
    carrier: "coresite-la1",
    ...dedicated,
  },
  {
    id: "er-eastus-1",
    kind: "express-route",
    a: "azure-eastus",
    b: "dc1",
    rttMs: 5,
    monthlyUsd: 1_748,
    carrier: "equinix-dc2",
    ...dedicated,
  },
  {
    id: "ic-usc1-1",
    kind: "interconnect",
    a: "gcp-usc1",
    b: "dc2",
    rttMs: 22,
    monthlyUsd: 1_700,
    carrier: "coresite-la1",
    ...dedicated,
  },
  { id: "vpn-use1-1", a: "aws-use1", b: "dc1", rttMs: 12, monthlyUsd: AWS_VPN_USD, ...vpn },
  { id: "vpn-usw2-1", a: "aws-usw2", b: "dc2", rttMs: 14, monthlyUsd: AWS_VPN_USD, ...vpn },
  { id: "vpn-euw1-1", a: "aws-euw1", b: "dc3", rttMs: 18, monthlyUsd: AWS_VPN_USD, ...vpn },
  { id: "vpn-use1-eastus-1", a: "aws-use1", b: "azure-eastus", rttMs: 6, monthlyUsd: AWS_VPN_USD, ...vpn },
  { id: "vpn-use1-eastus-2", a: "aws-use1", b: "azure-eastus", rttMs: 7, monthlyUsd: AWS_VPN_USD, ...vpn },
  { id: "vpn-euw1-weu-1", a: "aws-euw1", b: "azure-westeurope", rttMs: 19, monthlyUsd: AWS_VPN_USD, ...vpn },
  { id: "vpn-euw1-weu-2", a: "aws-euw1", b: "azure-westeurope", rttMs: 20, monthlyUsd: AWS_VPN_USD, ...vpn },
  { id: "vpn-use1-usc1-1", a: "aws-use1", b: "gcp-usc1", rttMs: 31, monthlyUsd: AWS_VPN_USD, ...vpn },
  { id: "vpn-eastus-dc1-1", a: "azure-eastus", b: "dc1", rttMs: 11, monthlyUsd: AZURE_VPN_USD, ...vpn },
  { id: "vpn-eastus-dc1-2", a: "azure-eastus", b: "dc1", rttMs: 12, monthlyUsd: AZURE_VPN_USD, ...vpn },
  { id: "vpn-weu-dc3-1", a: "azure-westeurope", b: "dc3", rttMs: 9, monthlyUsd: AZURE_VPN_USD, ...vpn },
  { id: "vpn-weu-geuw1-1", a: "azure-westeurope", b: "gcp-euw1", rttMs: 8, monthlyUsd: AZURE_VPN_USD, ...vpn },
  { id: "vpn-use1-eastus-3", a: "aws-use1", b: "azure-eastus", rttMs: 8, monthlyUsd: AZURE_VPN_USD, ...vpn },
  { id: "vpn-euw1-weu-3", a: "aws-euw1", b: "azure-westeurope", rttMs: 21, monthlyUsd: AZURE_VPN_USD, ...vpn },
  { id: "vpn-use1-usc1-2", a: "aws-use1", b: "gcp-usc1", rttMs: 32, monthlyUsd: GCP_VPN_USD, ...vpn },
  { id: "vpn-euw1-geuw1-1", a: "aws-euw1", b: "gcp-euw1", rttMs: 16, monthlyUsd: GCP_VPN_USD, ...vpn },
  { id: "vpn-usc1-dc2-1", a: "gcp-usc1", b: "dc2", rttMs: 33, monthlyUsd: GCP_VPN_USD, ...vpn },
  { id: "vpn-eastus-usc1-1", a: "azure-eastus", b: "gcp-usc1", rttMs: 30, monthlyUsd: GCP_VPN_USD, ...vpn },
];

/** Flows between pairs of sites: 220. The first three of use1-eastus go wrongly over the public internet. */
export const flowCounts: readonly { readonly from: string; readonly to: string; readonly count: number }[] = [
  { from: "aws-use1", to: "dc1", count: 44 },
  { from: "aws-usw2", to: "dc2", count: 27 },
  { from: "aws-euw1", to: "dc3", count: 18 }, // AWS - on-prem 89
  { from: "aws-use1", to: "azure-eastus", count: 29 },
  { from: "aws-euw1", to: "azure-westeurope", count: 18 }, // AWS - Azure 47
  { from: "aws-use1", to: "gcp-usc1", count: 15 },
  { from: "aws-euw1", to: "gcp-euw1", count: 8 }, // AWS - GCP 23
  { from: "azure-eastus", to: "gcp-usc1", count: 11 },
  { from: "azure-westeurope", to: "gcp-euw1", count: 7 }, // Azure - GCP 18
  { from: "azure-eastus", to: "dc1", count: 20 },
  { from: "azure-westeurope", to: "dc3", count: 11 }, // Azure - on-prem 31
  { from: "gcp-usc1", to: "dc2", count: 12 }, // GCP - on-prem 12
];

/** Groups whose paths are probed from their first site, best path first. `act` where Skylane has a knob on both sides. */
export const groups: readonly {
  readonly id: string;
  readonly a: string;
  readonly b: string;
  readonly links: readonly string[];
  readonly automation: "act" | "advise";
}[] = [
  { id: "use1-dc1", a: "aws-use1", b: "dc1", links: ["dx-use1-1", "vpn-use1-1"], automation: "act" },
  { id: "usw2-dc2", a: "aws-usw2", b: "dc2", links: ["dx-usw2-1", "vpn-usw2-1"], automation: "act" },
  { id: "euw1-dc3", a: "aws-euw1", b: "dc3", links: ["vpn-euw1-1"], automation: "advise" },
  {
    id: "use1-eastus",
    a: "aws-use1",
    b: "azure-eastus",
    links: ["vpn-use1-eastus-1", "vpn-use1-eastus-2"],
    automation: "advise",
  },
  {
    id: "euw1-weu",
    a: "aws-euw1",
    b: "azure-westeurope",
    links: ["vpn-euw1-weu-1", "vpn-euw1-weu-2"],
    automation: "advise",
  },
];
