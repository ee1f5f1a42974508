import type { DeployedStage } from "./stage.ts";

/** One of the two Regions everything is made in. */
export interface RegionContext {
  readonly stage: DeployedStage;
  readonly regionId: string;
  /** Ends the logical names of what is made in this Region. */
  readonly suffix: "Home" | "Standby";
  readonly provider: aws.Provider;
}

/** Both Regions of a stage, each with its provider: the home Region's first. */
export function regionsOf(stage: DeployedStage): readonly [home: RegionContext, standby: RegionContext] {
  const region = (regionId: string, suffix: RegionContext["suffix"]): RegionContext => ({
    stage,
    regionId,
    suffix,
    provider: new aws.Provider(`Aws${suffix}`, {
      region: regionId as aws.Region,
      allowedAccountIds: [stage.settings.aws.accountId],
      defaultTags: { tags: { "skylane:name": stage.name, "skylane:stage": stage.stage } },
    }),
  });
  return [region(stage.regions.home, "Home"), region(stage.regions.standby, "Standby")];
}
