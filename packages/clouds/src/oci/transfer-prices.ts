import type { ConnectionKind } from "@skylane/core";
import type { TransferPrice } from "../_shared/define-cloud.ts";

const FREE = {
  usdPerGb: 0,
  source: "OCI networking pricing: no charge by the gigabyte (not checked with the vendor)",
  asOf: "2026-11-20",
};
const OUTBOUND = { source: "OCI outbound data transfer, B88327, beyond 10 TB a month", asOf: "2026-11-20" };

/** What leaves OCI costs. Its links are free of charge by the gigabyte; over the internet it is known for America and Europe. */
export function ociTransferPrice(kind: ConnectionKind, regionId: string): TransferPrice | undefined {
  if (kind === "fastconnect" || kind === "vpn") return FREE;
  if (kind === "peering") return undefined;
  return /^(us|ca|eu|uk)-/.test(regionId) ? { usdPerGb: 0.0085, ...OUTBOUND } : undefined;
}
