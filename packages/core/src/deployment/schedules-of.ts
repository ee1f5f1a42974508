import { regionOfVantage } from "../config/regions.ts";
import type { SkylaneConfig } from "../config/skylane-config.ts";
import { type FunctionName, schedules } from "./manifest.ts";

/** One schedule as it is deployed; one that is a minute late is stale and is not tried again. */
export interface WantedSchedule {
  readonly name: string;
  /** `rate(…)` or `cron(…)`. */
  readonly rate: string;
  /** For a cron; absent = UTC. */
  readonly timeZone?: string;
  readonly target: FunctionName;
  readonly input: Readonly<Record<string, string>>;
}

/** EventBridge Scheduler puts the time of the slot in its place. */
const SLOT = "<aws.scheduler.scheduled-time>";

/**
 * The schedules of a configuration in one Region: its drills, a look at each cloud, the fixed ones, and a probe burst per vantage
 * that neither an agent nor the other Region probes from.
 */
export function schedulesOf(config: SkylaneConfig, regionId: string): readonly WantedSchedule[] {
  const isProbedHere = (vantageId: string): boolean => (regionOfVantage(config, vantageId) ?? regionId) === regionId;
  return [
    ...config.drills.flatMap(({ id, schedule }): WantedSchedule[] =>
      schedule === undefined
        ? []
        : [
            {
              name: `drill-${id}`,
              rate: schedule.expression,
              timeZone: schedule.timeZone,
              target: "start-drill",
              input: { drillId: id, scheduledTime: SLOT },
            },
          ],
    ),
    ...Object.keys(config.clouds).map(
      (cloud): WantedSchedule => ({
        name: `discover-${cloud}`,
        rate: "rate(1 hour)",
        target: "discover-cloud",
        input: { cloud },
      }),
    ),
    ...schedules.map((schedule): WantedSchedule => ({ ...schedule, input: { scheduledTime: SLOT } })),
    ...config.vantages
      .filter(({ id, runsAs }) => runsAs === "function" && isProbedHere(id))
      .map(
        ({ id }): WantedSchedule => ({
          name: `probe-burst-${id}`,
          rate: "rate(1 minute)",
          target: "probe-burst",
          input: { vantageId: id, scheduledTime: SLOT },
        }),
      ),
  ];
}
