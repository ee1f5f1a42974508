import type { SlaRow } from "@skylane/core";

const fastConnect = {
  cloud: "oci",
  kind: "fastconnect",
  source: "Oracle PaaS and IaaS Public Cloud Services, pillar document; not read anew",
  asOf: "2026-11-20",
  trust: "unverified",
} as const;

/** What Oracle promises of its links. */
export const ociSlas: readonly SlaRow[] = [
  { ...fastConnect, build: "single", availabilityRatio: 0.999 },
  { ...fastConnect, build: "redundant", availabilityRatio: 0.9999 },
];
