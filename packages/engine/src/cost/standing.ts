import type { PriceItem, SkylaneConfig } from "@skylane/core";
import { standingPerRegion } from "./standing.gen.ts";
import { MINUTES_PER_MONTH, type Used } from "./used.ts";

const LOGS_KEPT_MONTHS = 3;
/** Events stand in the table for a week, packed; both the table and its backup are paid for. */
const EVENTS_KEPT_MONTHS = 7 / 30;
const PACKED_RATIO = 0.2;
/**
 * What is learnt of a path takes that much more after its first days than in its first minutes, packed: 0.27 KB for how it
 * develops, 0.04 KB for how it performs. It is written once a minute.
 */
const GROWTH_KB_PER_PATH = 0.31;

/**
 * What a month costs beside what was counted in some minutes: what is there in each Region whether anything happens or not, what
 * stays stored of what these minutes wrote, and what is learnt of paths once it is grown.
 */
export function standingUse(
  { vantages, groups, clouds, drills }: Pick<SkylaneConfig, "vantages" | "groups" | "clouds" | "drills">,
  regionIds: readonly string[],
  used: readonly Used[],
): readonly Used[] {
  const pathCount = groups.reduce((sum, { paths }) => sum + paths.length, 0);
  // what starts it by schedule has a queue of dead letters then, and that an alarm
  const isDrillScheduled = drills.some(({ schedule }) => schedule !== undefined);
  const unitsOf = (item: PriceItem, regionId: string): number =>
    used.reduce((sum, one) => sum + (one.item === item && one.regionId === regionId ? one.units : 0), 0);
  return regionIds.flatMap((regionId) => {
    const of = (item: PriceItem, by: string, units: number): Used => ({ cloud: "aws", regionId, item, by, units });
    const eventsGb = unitsOf("event-archive", regionId) * EVENTS_KEPT_MONTHS * PACKED_RATIO;
    return [
      ...(["alarm", "metric", "dashboard", "key"] as const).map((item) => {
        const { fixed, perVantage, perCloud } = standingPerRegion[item];
        const units = fixed + perVantage * vantages.length + perCloud * Object.keys(clouds).length;
        return of(item, "stack", units + (item === "alarm" && isDrillScheduled ? 1 : 0));
      }),
      of("log-storage", "stored", unitsOf("log-data", regionId) * LOGS_KEPT_MONTHS),
      of("table-storage", "stored", eventsGb),
      of("table-backup", "stored", eventsGb),
      of("table-write", "learnt", (pathCount * GROWTH_KB_PER_PATH * MINUTES_PER_MONTH) / 1e6),
    ];
  });
}
