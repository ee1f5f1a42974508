import { regionOfVantage } from "../config/regions.ts";
import type { SkylaneConfig } from "../config/skylane-config.ts";
import type { CloudId } from "../model/network.ts";
import { type FunctionName, schedules } from "./manifest.ts";

/** Functions that a schedule may call, by itself or where the configuration has something for it. */
export const scheduledFunctions = [
  ...schedules.map(({ target }) => target),
  "start-drill",
  "discover-cloud",
  "publish-status",
  "probe-burst",
] as const satisfies readonly FunctionName[];

/** A schedule of EventBridge Scheduler, as a Region has it for one configuration. */
export interface WantedSchedule {
  readonly name: string;
  /** `rate(…)` or `cron(…)`. */
  readonly rate: string;
  /** For a cron; absent = UTC. */
  readonly timeZone?: string;
  readonly target: (typeof scheduledFunctions)[number];
  readonly input: Readonly<Record<string, string>>;
  /** How often a delivery that failed is tried again, and until when. */
  readonly retryCount: number;
  readonly maxAgeSeconds: number;
}

/** What Scheduler puts in the place of this: the time the schedule was for. */
const SCHEDULED_TIME = "<aws.scheduler.scheduled-time>";

/** What comes again in a minute, and a drill whose hour has passed, is stale when it is late: it is not tried again. */
const onceOnly = { retryCount: 0, maxAgeSeconds: 60 } as const;
/** What comes once an hour or once a week is worth some tries. */
const someTries = { retryCount: 3, maxAgeSeconds: 900 } as const;

/**
 * The schedules of a Region: the fixed ones, one look at each cloud an hour, the drills, the status page, and a probe burst for each vantage that
 * neither an agent nor the other Region probes from. In clouds of `onTheirOwn`, functions of theirs probe and look.
 */
export function wantedSchedules(
  config: SkylaneConfig,
  regionId: string,
  onTheirOwn: readonly CloudId[] = [],
): readonly WantedSchedule[] {
  const cloudOf = new Map(config.networks.map(({ id, cloud }) => [id, cloud]));
  const vantages = config.vantages.filter(({ id, networkId, runsAs }) => {
    const cloud = cloudOf.get(networkId);
    const isOfThisRegion = (regionOfVantage(config, id) ?? regionId) === regionId;
    return runsAs === "function" && isOfThisRegion && (cloud === undefined || !onTheirOwn.includes(cloud));
  });
  return [
    ...config.drills.flatMap(({ id, schedule }) =>
      schedule === undefined
        ? []
        : [
            {
              name: `drill-${id}`,
              rate: schedule.expression,
              timeZone: schedule.timeZone,
              target: "start-drill" as const,
              input: { drillId: id, scheduledTime: SCHEDULED_TIME },
              ...onceOnly,
            },
          ],
    ),
    ...Object.keys(config.clouds)
      .filter((cloud) => !onTheirOwn.some((one) => one === cloud))
      .map((cloud) => ({
        name: `discover-${cloud}`,
        rate: "rate(1 hour)",
        target: "discover-cloud" as const,
        input: { cloud },
        ...someTries,
      })),
    ...(config.status === undefined
      ? []
      : [
          {
            name: "publish-status",
            rate: "rate(5 minutes)",
            target: "publish-status" as const,
            input: { scheduledTime: SCHEDULED_TIME },
            ...onceOnly,
          },
        ]),
    ...schedules.map((schedule) => ({
      ...schedule,
      input: { ...("input" in schedule && schedule.input), scheduledTime: SCHEDULED_TIME },
      ...(/minute/.test(schedule.rate) ? onceOnly : someTries),
    })),
    ...vantages.map(({ id }) => ({
      name: `probe-burst-${id}`,
      rate: "rate(1 minute)",
      target: "probe-burst" as const,
      input: { vantageId: id, scheduledTime: SCHEDULED_TIME },
      ...onceOnly,
    })),
  ];
}
