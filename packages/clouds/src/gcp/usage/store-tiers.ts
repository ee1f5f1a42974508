import type { StorageTier } from "@skylane/core";
import { listTier } from "../../_shared/usage/list-tiers.ts";

/**
 * Classes of buckets in one Region, by the list of these Regions; others, and buckets in several, are not known. The archive is
 * left out: nobody knows whether data stays for the year that is paid.
 * @see https://cloud.google.com/storage/pricing (read 2026-11 from a copy)
 */
const TIERS: readonly StorageTier[] = [
  listTier("STANDARD", 0.02),
  listTier("NEARLINE", 0.01, { usdPerReadGb: 0.01, usdPerThousandMoves: 0.01, minDays: 30 }),
  listTier("COLDLINE", 0.004, { usdPerReadGb: 0.02, usdPerThousandMoves: 0.02, minDays: 90 }),
];
const REGIONS: ReadonlySet<string> = new Set([
  "us-central1",
  "us-east1",
  "us-east5",
  "us-west1",
  "us-south1",
  "europe-north1",
  "europe-west1",
]);

/** By `storage_class` of Cloud Monitoring. */
export const tiersIn = (regionId: string): readonly StorageTier[] => (REGIONS.has(regionId) ? TIERS : []);
