import { type CloudId, type WantedSchedule, wantedSchedules } from "@skylane/core";
import type { Place } from "./arns.ts";
import type { DeployedStage } from "./stage.ts";

/** One of the two Regions everything is made in. */
export interface RegionContext {
  readonly stage: DeployedStage;
  readonly regionId: string;
  readonly otherRegionId: string;
  /** Ends the logical names of what is made in this Region. */
  readonly suffix: "Home" | "Standby";
  readonly schedules: readonly WantedSchedule[];
  readonly provider: aws.Provider;
}

/** Both Regions of a stage, each with its provider: the home Region's first. */
export function regionsOf(stage: DeployedStage): readonly [home: RegionContext, standby: RegionContext] {
  const { home, standby } = stage.regions;
  return [regionOf(stage, home, standby, "Home"), regionOf(stage, standby, home, "Standby")];
}

function regionOf(
  stage: DeployedStage,
  regionId: string,
  otherRegionId: string,
  suffix: RegionContext["suffix"],
): RegionContext {
  const provider = new aws.Provider(`Aws${suffix}`, {
    region: regionId as aws.Region,
    allowedAccountIds: [stage.settings.aws.accountId],
    defaultTags: { tags: { "skylane:name": stage.name, "skylane:stage": stage.stage } },
  });
  const { azure, gcp } = stage.settings;
  // a vantage in these clouds is probed by the function that is deployed there
  const probed: CloudId[] = [...(azure ? (["azure"] as const) : []), ...(gcp ? (["gcp"] as const) : [])];
  return {
    stage,
    regionId,
    otherRegionId,
    suffix,
    schedules: wantedSchedules(stage.config, regionId, probed),
    provider,
  };
}

/** Where the stack of this Region is. */
export const placeOf = ({ stage, regionId }: RegionContext): Place => ({
  accountId: stage.settings.aws.accountId,
  regionId,
  name: stage.name,
});

/** Logical name of what is made once for each function, rule or schedule: `ConsiderFailoverHome`. */
export const logicalName = ({ suffix }: RegionContext, name: string): string => `${pascalCase(name)}${suffix}`;

/** `probe-burst-us-east-1` → `ProbeBurstUsEast1` */
const pascalCase = (name: string): string =>
  name.replaceAll(/(^|[^a-zA-Z0-9]+)([a-zA-Z0-9])/g, (_, __, letter: string) => letter.toUpperCase());
