import { regionOfVantage } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { isActing } from "../../regions/index.ts";
import { type BurstSummary, type ProbeBurst, runProbeBurst } from "./run-probe-burst.ts";

/**
 * A burst of a vantage by the one stack that probes from it: that of its own Region, though the other one acts; for a vantage
 * in neither, the one that acts. Nothing is probed if that is not this one.
 */
export async function probeInRegion(
  deps: Parameters<typeof runProbeBurst>[0] & Pick<Deps, "regionId" | "regionLease">,
  burst: ProbeBurst,
): Promise<BurstSummary> {
  const own = regionOfVantage(deps.config, burst.vantageId);
  const isOurs = own === undefined ? await isActing(deps) : own === deps.regionId;
  return isOurs
    ? runProbeBurst(deps, burst)
    : { vantageId: burst.vantageId, sampleCount: 0, lostCount: 0, changeCount: 0 };
}
