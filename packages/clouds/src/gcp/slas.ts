import type { SlaRow } from "@skylane/core";

/** What Google Cloud promises of its links; it says itself that it promises nothing of a single interconnect. */
export const gcpSlas: readonly SlaRow[] = [
  {
    // the topology for production: four connections, two metros
    cloud: "gcp",
    kind: "interconnect",
    build: "redundant",
    availabilityRatio: 0.9999,
    source: "https://cloud.google.com/network-connectivity/docs/interconnect/sla-20190307",
    asOf: "2019-03-07",
    trust: "vendor",
  },
  {
    // Classic VPN
    cloud: "gcp",
    kind: "vpn",
    build: "single",
    availabilityRatio: 0.999,
    source: "https://cloud.google.com/network-connectivity/docs/vpn/sla/index-20190927",
    asOf: "2019-09-27",
    trust: "vendor",
  },
  {
    // HA VPN with a tunnel on each interface
    cloud: "gcp",
    kind: "vpn",
    build: "redundant",
    availabilityRatio: 0.9999,
    source: "https://cloud.google.com/network-connectivity/docs/vpn/sla/index-20190927",
    asOf: "2019-09-27",
    trust: "vendor",
  },
];
