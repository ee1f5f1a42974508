import type { SlaRow } from "@skylane/core";

// of a circuit, which has two sessions; with one of them only, nothing is promised
const expressRoute = {
  cloud: "azure",
  kind: "express-route",
  availabilityRatio: 0.9995,
  source: "Megaport: Understanding Private Connection SLAs for AWS, Microsoft Azure, and Google Cloud",
  asOf: "2026-11-20",
  trust: "unverified",
} as const;
// of a VPN gateway of any SKU but Basic
const vpn = {
  cloud: "azure",
  kind: "vpn",
  availabilityRatio: 0.9995,
  source: "Microsoft's SLA for Online Services, VPN Gateway; not read anew",
  asOf: "2026-11-20",
  trust: "unverified",
} as const;

/** What Azure promises of its links. It knows no higher promise for a second one. */
export const azureSlas: readonly SlaRow[] = [
  { ...expressRoute, build: "single" },
  { ...expressRoute, build: "redundant" },
  { ...vpn, build: "single" },
  { ...vpn, build: "redundant" },
];
