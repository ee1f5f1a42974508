import type { PriceRow } from "@skylane/core";
import { byBandwidth, type PriceSpec, priceRows } from "../../_shared/price-rows.ts";

/** FastConnect ports; Oracle's part number is in the source. Data over them is not charged. */
const PORTS = Object.entries({
  B88325: { 1000: 0.2125 },
  B88326: { 10000: 1.275 },
  B93126: { 100000: 10.75 },
  B107975: { 400000: 20 },
}).flatMap(([part, usdByMbps]) =>
  priceRows(
    {
      cloud: "oci",
      item: "dedicated-port",
      unit: "hour",
      source: `Oracle Cloud price list, FastConnect port hour ${part} (dated copy of the price list API)`,
      asOf: "2026-01-05",
      trust: "secondary",
    },
    byBandwidth(usdByMbps, { id: "fastconnect", regions: ["*"] }),
  ),
);

/** Outbound data is one pool of 10 TB a month, wherever it goes; its price hangs on where it comes from. */
const OUTBOUND: readonly PriceSpec[] = [
  { id: "america-europe", regions: ["us-*", "ca-*", "eu-*", "uk-*"], usd: 0.0085, part: "B88327" },
  { id: "asia-south-america", regions: ["ap-*", "sa-*"], usd: 0.025, part: "B93455" },
  { id: "middle-east-africa", regions: ["me-*", "af-*"], usd: 0.05, part: "B93456" },
].map(({ part, ...spec }) => ({
  ...spec,
  allowance: { pool: "oci-outbound", units: 10_240 },
  source: `OCI outbound data transfer, ${part}, beyond 10 TB a month`,
}));

const TRANSFER = (["egress-internet", "egress-inter-region"] as const).flatMap((item) =>
  priceRows(
    {
      cloud: "oci",
      item,
      unit: "GB",
      source: "OCI outbound data transfer",
      asOf: "2026-11-20",
      trust: "secondary",
    },
    OUTBOUND,
  ),
);

/** The price list of OCI as far as it is known; the same in all commercial Regions but for outbound data. */
export const ociPrices: readonly PriceRow[] = [...PORTS, ...TRANSFER];
