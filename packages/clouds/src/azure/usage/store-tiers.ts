import type { StorageTier } from "@skylane/core";
import { listTier } from "../../_shared/usage/list-tiers.ts";

/**
 * Tiers of block blobs that can be read at once, kept in one place (LRS), by the list of this Region; others are not known.
 * @see https://azure.microsoft.com/pricing/details/storage/blobs/ (prices of 2026-09, read from copies)
 */
const TIERS: readonly StorageTier[] = [
  listTier("Hot", 0.0208),
  listTier("Cool", 0.0152, { usdPerReadGb: 0.01, usdPerThousandMoves: 0.01, minDays: 30 }),
  listTier("Cold", 0.0036, { usdPerReadGb: 0.03, usdPerThousandMoves: 0.018, minDays: 90 }),
];

/** By `Tier` of Azure Monitor. */
export const tiersIn = (regionId: string): readonly StorageTier[] => (regionId === "eastus" ? TIERS : []);

/** How often an account keeps what it holds, as its SKU says, that these prices are of. */
export const PRICED_SKU = "Standard_LRS";
