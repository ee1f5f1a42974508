import type { PriceItem, SkylaneConfig } from "@skylane/core";
import { standingPerRegion } from "./standing.gen.ts";
import { MINUTES_PER_MONTH, type Used } from "./used.ts";

const LOGS_KEPT_MONTHS = 3;
/** Events stand in the table for a week, packed; both the table and its backup are paid for. */
const EVENTS_KEPT_MONTHS = 7 / 30;
const PACKED_RATIO = 0.2;
/**
 * What is learnt of a path takes that much more a minute after a day than in its first minutes, packed: how it develops, how it
 * performs. Measured by `node test/bench/learnt.bench.ts`.
 */
const GROWTH_KB_PER_PATH = 0.19;

/** What stands beside what every installation has. */
export interface StandingChoices {
  /** Its stage asked for a dashboard of CloudWatch. */
  readonly hasDashboard?: boolean;
}

/**
 * What a month costs beside what was counted in some minutes: what is there in each Region whether anything happens or not, what
 * stays stored of what these minutes wrote, and what is learnt of paths once it is grown.
 */
export function standingUse(
  { groups }: Pick<SkylaneConfig, "groups">,
  regionIds: readonly string[],
  used: readonly Used[],
  { hasDashboard = false }: StandingChoices = {},
): readonly Used[] {
  const pathCount = groups.reduce((sum, { paths }) => sum + paths.length, 0);
  const unitsOf = (item: PriceItem, regionId: string): number =>
    used.reduce((sum, one) => sum + (one.item === item && one.regionId === regionId ? one.units : 0), 0);
  return regionIds.flatMap((regionId) => {
    const of = (item: PriceItem, by: string, units: number): Used => ({ cloud: "aws", regionId, item, by, units });
    const eventsGb = unitsOf("event-archive", regionId) * EVENTS_KEPT_MONTHS * PACKED_RATIO;
    return [
      of("alarm", "stack", standingPerRegion.alarm),
      of("key", "stack", standingPerRegion.key),
      of("dashboard", "stack", hasDashboard ? standingPerRegion.dashboard : 0),
      of("log-storage", "stored", unitsOf("log-data", regionId) * LOGS_KEPT_MONTHS),
      of("table-storage", "stored", eventsGb),
      of("table-backup", "stored", eventsGb),
      of("table-write", "learnt", (pathCount * GROWTH_KB_PER_PATH * MINUTES_PER_MONTH) / 1e6),
    ];
  });
}
