import type { RegionLease } from "@skylane/core";

/** Since when the lease has been seen unchanged, by the watcher's own monotonic clock. */
export interface RegionWatch {
  readonly rvn: string;
  readonly sinceMonotonicMs: number;
}

/** What a Region's stack does at a heartbeat, and what it keeps in mind for the next. */
export interface RegionStep {
  readonly step: "renew" | "take" | "wait";
  readonly watch: RegionWatch | undefined;
}

const NOBODY = "nobody";

/**
 * Renews an own lease; takes a foreign one that has not changed for a whole lease time, as counted here: no clocks are
 * compared, and a gap in the watching does no harm, for a holder that stirs changes `rvn`. One that nobody ever had goes to
 * the home Region at once.
 */
export function nextRegionStep(facts: {
  readonly regionId: string;
  readonly home: string;
  readonly lease: RegionLease | undefined;
  readonly watch: RegionWatch | undefined;
  readonly monotonicMs: number;
  readonly leaseMs: number;
}): RegionStep {
  const { regionId, home, lease, watch, monotonicMs, leaseMs } = facts;
  if (lease?.regionId === regionId) return { step: "renew", watch: undefined };
  if (lease === undefined && regionId === home) return { step: "take", watch: undefined };
  const rvn = lease?.rvn ?? NOBODY;
  if (watch?.rvn !== rvn) return { step: "wait", watch: { rvn, sinceMonotonicMs: monotonicMs } };
  return { step: monotonicMs - watch.sinceMonotonicMs >= leaseMs ? "take" : "wait", watch };
}
