import type { SlaRow } from "@skylane/core";

const vpn = {
  cloud: "aws",
  kind: "vpn",
  availabilityRatio: 0.9995,
  source: "https://aws.amazon.com/vpn/site-to-site-vpn-sla/",
  asOf: "2022-05-05",
  trust: "vendor",
} as const;
// AWS Interconnect - multicloud: one of them is four links in two buildings
const multicloud = {
  cloud: "aws",
  kind: "interconnect",
  availabilityRatio: 0.9999,
  source: "https://aws.amazon.com/interconnect/sla/",
  asOf: "2026-04-15",
  trust: "vendor",
} as const;
// of the transit gateway at either end; the page is that of an earlier version
const transit = {
  cloud: "aws",
  kind: "transit-peering",
  availabilityRatio: 0.9995,
  source: "https://aws.amazon.com/transit-gateway/sla/historical/",
  asOf: "2019-03-19",
  trust: "unverified",
} as const;

/**
 * What AWS promises of its links. A VPN connection has two tunnels, and no higher promise is known for more of them. A
 * single Direct Connect is promised 95 %: that is when fees are paid back, not how often it fails, so it has no row here
 * and counts as not promised.
 */
export const awsSlas: readonly SlaRow[] = [
  {
    // separate devices in more than one location; with one in each of two it is 99.9 %
    cloud: "aws",
    kind: "direct-connect",
    build: "redundant",
    availabilityRatio: 0.9999,
    source: "AWS agent toolkit, making-a-direct-connect-connection-resilient.md",
    asOf: "2026-11-20",
    trust: "vendor",
  },
  { ...vpn, build: "single" },
  { ...vpn, build: "redundant" },
  { ...multicloud, build: "single" },
  { ...multicloud, build: "redundant" },
  { ...transit, build: "single" },
  { ...transit, build: "redundant" },
];
