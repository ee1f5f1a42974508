import type { RegionLease } from "../model/region-lease.ts";

/** That each Region lives, told by its own writes in a table that is copied between them: how old they are here is how late copies are. */
export interface RegionBeatStore {
  put(regionId: string, atMs: number): Promise<void>;
  list(): Promise<readonly { readonly regionId: string; readonly atMs: number }[]>;
}

/** The one lease that says which Region acts. Every call reads or writes strongly, over all Regions. */
export interface RegionLeaseStore {
  /** `undefined` = no Region has ever taken it. @throws ERR_STORE_UNAVAILABLE, and then nobody may act on what was known before */
  read(): Promise<RegionLease | undefined>;
  /** Takes it with the next epoch if it is still as seen. `undefined` if somebody has written since. */
  take(regionId: string, seen: RegionLease | undefined): Promise<RegionLease | undefined>;
  /** Shows that the holder lives. `undefined` if this Region does not hold it. */
  renew(regionId: string): Promise<RegionLease | undefined>;
  /** Notes that this epoch was told. */
  markTold(epoch: number): Promise<void>;
}
