import type { RegionLease } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { nextRegionStep, type RegionWatch } from "../next-region-step.ts";

type HoldDeps = Pick<Deps, "config" | "clock" | "regionId" | "regionLease" | "publisher" | "log">;

/** Six heartbeats a lease time: five may be lost before the other Region takes over. */
const BEATS_PER_LEASE = 6;

/** What a process keeps in mind from one run to the next: who watched a minute ago need not begin anew. */
export interface RegionMemory {
  watch?: RegionWatch | undefined;
}

/**
 * Every Region's heartbeat, for one slot of a minute: renews the lease where this Region acts, and watches it where the
 * other does, to take it over. A table that does not answer means no: nothing is taken, and steps here find out by themselves.
 */
export async function holdRegion(
  deps: HoldDeps & Pick<Deps, "regionBeats">,
  { slotMs, memory }: { readonly slotMs: number; readonly memory: RegionMemory },
): Promise<void> {
  const { config, clock, log } = deps;
  if (!config.regions) return;
  // beside the lease, and never in its way
  const told = tellAlive(deps);
  const startMs = clock.monotonicMs();
  const endMs = startMs + Math.max(0, slotMs + config.thresholds.burstMs - clock.nowMs());
  for (let dueMs = startMs; dueMs < endMs; dueMs += config.failover.leaseMs / BEATS_PER_LEASE) {
    await clock.sleepUntil(dueMs);
    try {
      await beat(deps, config.regions.home, memory);
    } catch (error) {
      log.warn("the Region's lease cannot be read or written", { regionId: deps.regionId, error });
    }
  }
  await told;
}

/** Once a minute, in the table that is copied between the Regions. */
async function tellAlive({
  clock,
  log,
  regionBeats,
  regionId,
}: Pick<Deps, "clock" | "log" | "regionBeats" | "regionId">): Promise<void> {
  try {
    await regionBeats.put(regionId, clock.nowMs());
  } catch (error) {
    log.warn("the Region's beat cannot be written", { regionId, error });
  }
}

/** One heartbeat. */
export async function beat(deps: HoldDeps, home: string, memory: RegionMemory): Promise<void> {
  const { regionId, regionLease, clock, config } = deps;
  const lease = await regionLease.read();
  const { step, watch } = nextRegionStep({
    regionId,
    home,
    lease,
    watch: memory.watch,
    monotonicMs: clock.monotonicMs(),
    leaseMs: config.failover.leaseMs,
  });
  memory.watch = watch;
  if (step === "wait") return;
  const held = await (step === "renew" ? regionLease.renew(regionId) : regionLease.take(regionId, lease));
  if (step === "take") deps.log.warn(held ? "Region taken" : "Region not taken: another was quicker", { regionId });
  // told again until it is noted: who died right after taking it has told nobody
  if (held && !held.isTold) await tell(deps, held);
}

async function tell(
  { publisher, regionLease }: HoldDeps,
  { regionId, fromRegionId, epoch }: RegionLease,
): Promise<void> {
  const data = { regionId, epoch, ...(fromRegionId !== undefined && { fromRegionId }) };
  await publisher.publish([{ type: "regions.region-taken.v1", subject: regionId, epoch, seq: 0, data }]);
  await regionLease.markTold(epoch);
}
