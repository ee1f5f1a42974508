import type { StorageTier } from "@skylane/core";
import { listTier } from "../../_shared/usage/list-tiers.ts";

const SMALL_BYTES = 128 * 1_024;
const STANDARD_FIRST_50_TB_USD = 0.023;

/**
 * Classes that data can be read from at once, by the list of these Regions; in others it is not known.
 * @see https://aws.amazon.com/s3/pricing/ (prices of 2026-09, read from copies)
 */
const TIERS: readonly StorageTier[] = [
  listTier("StandardStorage", STANDARD_FIRST_50_TB_USD),
  listTier("StandardIAStorage", 0.0125, {
    usdPerReadGb: 0.01,
    usdPerThousandMoves: 0.01,
    minDays: 30,
    minObjectBytes: SMALL_BYTES,
  }),
  listTier("GlacierInstantRetrievalStorage", 0.004, {
    usdPerReadGb: 0.03,
    usdPerThousandMoves: 0.02,
    minDays: 90,
    minObjectBytes: SMALL_BYTES,
  }),
];
const REGIONS: ReadonlySet<string> = new Set(["us-east-1", "us-east-2", "us-west-2", "eu-west-1"]);

/** By `StorageType` of CloudWatch. */
export const tiersIn = (regionId: string): readonly StorageTier[] => (REGIONS.has(regionId) ? TIERS : []);
