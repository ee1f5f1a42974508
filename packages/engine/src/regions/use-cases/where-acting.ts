import { coreError } from "@skylane/core";
import type { Deps } from "../../deps.ts";

type RegionDeps = Pick<Deps, "config" | "regionId" | "regionLease">;

/** What came to a Region that does not act, and was left to the other. */
export interface LeftToOther {
  readonly leftTo: "the acting Region";
}

/**
 * Whether this Region's stack acts; always where there is only one. Asking renews its lease: from then on no other Region can
 * take it for a whole lease time, which is longer than a write to a cloud takes. @throws ERR_STORE_UNAVAILABLE
 */
export async function isActing({ config, regionId, regionLease }: RegionDeps): Promise<boolean> {
  return config.regions === undefined || (await regionLease.renew(regionId)) !== undefined;
}

/** The same for what must not go on elsewhere; asked right before each write to a cloud. @throws ERR_REGION_STANDBY, ERR_STORE_UNAVAILABLE */
export async function requireActing(deps: RegionDeps): Promise<void> {
  if (await isActing(deps)) return;
  const { regionId } = deps;
  throw coreError(
    "ERR_REGION_STANDBY",
    `${regionId} does not act now, the other Region does; nothing was changed. Order it there`,
    { regionId },
  );
}

/** For events and schedules that come to both Regions: runs where this one acts, and else leaves them to the other. */
export const whereActing =
  <Needs, Input, Result>(run: (deps: Needs, input: Input) => Promise<Result>) =>
  async (deps: Needs & RegionDeps & Pick<Deps, "log">, input: Input): Promise<Result | LeftToOther> => {
    if (await isActing(deps)) return run(deps, input);
    deps.log.debug("left to the acting Region", { regionId: deps.regionId });
    return { leftTo: "the acting Region" };
  };

/** For steps of a workflow: one that was begun here before another Region took over fails, and writes nothing. */
export const ifActing =
  <Needs, Input, Result>(run: (deps: Needs, input: Input) => Promise<Result>) =>
  async (deps: Needs & RegionDeps, input: Input): Promise<Result> => {
    await requireActing(deps);
    return run(deps, input);
  };
