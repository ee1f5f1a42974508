import type { RegionLease } from "@skylane/core";
import { span } from "../../output.ts";
import { type Check, failed, ok, type Verdict } from "../check.ts";

/** Who acts, and whether it stirred while it was watched for `watchedMs`. */
export function judgeRegionLease(
  before: RegionLease | undefined,
  after: RegionLease | undefined,
  watchedMs: number,
  leaseMs: number,
): Verdict {
  const todo = "docs/operations/runbooks/region-loss.md";
  if (!after) return failed("no Region has ever acted: no path is looked after", todo);
  if (after.rvn !== before?.rvn)
    return ok(`${after.regionId} acts (epoch ${after.epoch}), and stirred within ${span(watchedMs)}`);
  return failed(
    `${after.regionId} acts (epoch ${after.epoch}) and has not stirred for ${span(watchedMs)}; after ${span(leaseMs)} the other Region takes over`,
    todo,
  );
}

const LOOK_EVERY_MS = 1_000;

export const regionLease: Check = {
  id: "region-lease",
  timeLimitMs: 60_000,
  async look({ config, deps, clock }) {
    if (!config.regions) return [ok("one Region, which always acts")];
    const { leaseMs } = config.failover;
    const startMs = clock.monotonicMs();
    const before = await deps.regionLease.read();
    let after = before;
    while (after?.rvn === before?.rvn && clock.monotonicMs() - startMs < leaseMs) {
      await clock.sleepUntil(clock.monotonicMs() + LOOK_EVERY_MS);
      after = await deps.regionLease.read();
    }
    return [judgeRegionLease(before, after, clock.monotonicMs() - startMs, leaseMs)];
  },
};
