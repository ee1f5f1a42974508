import type { LinkSighting } from "@skylane/core";

const AS_OF = "2026-11-20";
const SOURCE =
  "Azure ExpressRoute list prices, Standard circuit with metered data, zone 1 (not checked with the vendor)";
const SOURCE_UNLIMITED =
  "Azure ExpressRoute list prices, Standard circuit with unlimited data, zone 1 (not checked with the vendor)";

/** A month of a Standard circuit in zone 1 (North America, Europe), USD by Mbps; data out is on top where it is metered. */
const METERED_USD: Readonly<Record<number, number>> = {
  50: 55,
  100: 100,
  200: 145,
  500: 290,
  1000: 436,
  2000: 872,
  5000: 2_180,
  10000: 3_400,
};
const UNLIMITED_USD: Readonly<Record<number, number>> = { 50: 300, 1000: 5_700, 10000: 51_300 };

/**
 * List price of a circuit; `undefined` where none is known. VPN connections have none: the first ten of a gateway are part
 * of its price, and peerings are paid by the gigabyte.
 */
export function circuitPrice(
  sku: { readonly tier?: string; readonly family?: string } | undefined,
  bandwidthMbps: number | undefined,
): NonNullable<LinkSighting["listPrice"]> | undefined {
  if (sku?.tier !== "Standard" || bandwidthMbps === undefined) return undefined;
  const isUnlimited = sku.family === "UnlimitedData";
  const monthlyUsd = (isUnlimited ? UNLIMITED_USD : METERED_USD)[bandwidthMbps];
  return monthlyUsd === undefined
    ? undefined
    : { monthlyUsd, source: isUnlimited ? SOURCE_UNLIMITED : SOURCE, asOf: AS_OF };
}
