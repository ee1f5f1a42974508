import type { Incident, PathPerformanceRecord, PathWeek, SkylaneConfig, SloList, WeekReport } from "@skylane/core";
import { objectivesByPath } from "@skylane/core";
import { errorBudget } from "../slo/index.ts";
import { isOrdered, provenOf } from "./recovery.ts";

const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;

/** A week, from Monday to the Monday after, or to now. */
export interface WeekBounds {
  readonly fromMs: number;
  readonly toMs: number;
}

/** How every path was in a week, as its vantage saw it, the least available first; pure. */
export function pathsOfWeek(
  config: SkylaneConfig,
  performance: readonly PathPerformanceRecord[],
  slos: SloList["slos"],
  { fromMs, toMs }: WeekBounds,
): readonly PathWeek[] {
  const promised = objectivesByPath(config);
  const firstDay = Math.floor(fromMs / DAY_MS);
  const endDay = Math.ceil(toMs / DAY_MS);
  return config.groups
    .flatMap((group) =>
      group.paths.map(({ id: pathId, probe: { vantageId } }): PathWeek => {
        const learnt = performance.find((one) => one.pathId === pathId && one.vantageId === vantageId);
        const days = (learnt?.days ?? []).filter(({ day }) => day >= firstDay && day < endDay);
        const objectiveRatio = promised.get(pathId)?.availabilityRatio;
        const { seenMinutes, badMinutes, achievedRatio } = errorBudget(days, "availability", 1, {
          nowMs: (firstDay + WEEK_DAYS - 1) * DAY_MS,
          periodDays: WEEK_DAYS,
        });
        const sentCount = days.reduce((sum, day) => sum + day.sentCount, 0);
        const lostCount = days.reduce((sum, day) => sum + day.lostCount, 0);
        const budget = slos.find(
          (one) => one.pathId === pathId && one.vantageId === vantageId && one.slo === "availability",
        );
        return {
          pathId,
          groupId: group.id,
          vantageId,
          ...(achievedRatio !== undefined && { availabilityRatio: achievedRatio }),
          seenMinutes,
          downMinutes: badMinutes,
          degradedMinutes: days.reduce((sum, day) => sum + day.degradedMinutes, 0),
          ...(sentCount > 0 && { lossRatio: lostCount / sentCount }),
          ...(objectiveRatio !== undefined && { objectiveRatio }),
          ...(budget && { remainingRatio: budget.remainingRatio }),
          days: days.map(({ day, upMinutes, degradedMinutes, downMinutes }) => ({
            day: new Date(day * DAY_MS).toISOString().slice(0, 10),
            upMinutes,
            degradedMinutes,
            downMinutes,
          })),
        };
      }),
    )
    .sort((a, b) => (a.availabilityRatio ?? 2) - (b.availabilityRatio ?? 2) || a.pathId.localeCompare(b.pathId));
}

/**
 * How long the traffic of each group was interrupted in a week, by its incidents; pure. `startOf` = the first bad probe, or the verdict.
 * Where an incident moved nothing, nobody knows how long applications felt it: then there is no ratio.
 */
export function groupsOfWeek(
  config: SkylaneConfig,
  incidents: readonly Incident[],
  startOf: (incident: Incident) => number,
  { fromMs, toMs }: WeekBounds,
): WeekReport["availability"]["groups"] {
  return config.groups
    .map(({ id: groupId }) => {
      const own = incidents.filter((one) => one.groupId === groupId && !isOrdered(one));
      const spans = own.flatMap((incident): [number, number][] => {
        const proven = provenOf(incident);
        return proven ? [[Math.max(fromMs, startOf(incident)), Math.min(toMs, proven.atMs)]] : [];
      });
      const outageMs = unionMs(spans);
      return {
        groupId,
        incidentCount: own.length,
        outageMs,
        ...(spans.length === own.length && { availabilityRatio: Math.max(0, 1 - outageMs / (toMs - fromMs)) }),
      };
    })
    .sort((a, b) => b.outageMs - a.outageMs || b.incidentCount - a.incidentCount || a.groupId.localeCompare(b.groupId));
}

/** Time that is in one of these spans at least. */
export function unionMs(spans: readonly (readonly [fromMs: number, toMs: number])[]): number {
  let [sum, until] = [0, Number.NEGATIVE_INFINITY];
  for (const [from, to] of spans.toSorted(([a], [b]) => a - b)) {
    sum += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return sum;
}
