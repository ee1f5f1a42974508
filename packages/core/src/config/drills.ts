import * as z from "zod";
import { DrillId, DrillKind } from "../model/drill-kind.ts";
import { GroupId } from "../model/ids.ts";
import { Duration } from "../units/duration.ts";

/** Lambda's limit of 15 minutes for the step that measures, less one to write down what it saw. */
const MAX_DRILL_MS = 840_000;
/** A minute at the least to get back what was taken away. */
const MIN_DRILL_MS = 120_000;

const TimeZone = z.string().refine(isTimeZone, { error: "must be a time zone such as Europe/Berlin or UTC" });
const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "must be a time of day such as 02:30");

/** When a drill may run: it must also end before `to`. */
export const MaintenanceWindow = z
  .strictObject({
    timeZone: TimeZone,
    /** Days on which it begins; absent = every day. */
    days: z
      .array(z.enum(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]))
      .min(1)
      .optional(),
    from: TimeOfDay,
    /** Before `from`: on the next day. */
    to: TimeOfDay,
  })
  .refine(({ from, to }) => from !== to, { path: ["to"], error: "is the same as from; name a window that is open" });
export type MaintenanceWindow = z.infer<typeof MaintenanceWindow>;

/** A game day: which groups are drilled, how, when, and what it must show. Nothing is drilled that is not configured here. */
export const Drill = z
  .strictObject({
    id: DrillId,
    /** `all`, groups by name, or every group with a network in a Region. One after the other, never two at a time. */
    over: z.union([
      z.literal("all"),
      z.strictObject({ groupIds: z.array(GroupId).min(1) }),
      z.strictObject({ regionId: z.string().min(1) }),
    ]),
    kind: DrillKind,
    /** In the form EventBridge Scheduler takes; absent = only when a person orders it. */
    schedule: z
      .strictObject({
        expression: z
          .string()
          .regex(
            /^(rate|cron)\(.+\)$/,
            "must be rate(30 days) or cron(0 3 ? 1/3 1#1 *), as EventBridge Scheduler takes it",
          )
          .max(256),
        timeZone: TimeZone.default("UTC"),
      })
      .optional(),
    /** Absent = at any time. */
    window: MaintenanceWindow.optional(),
    /** How long the flows may go without an answer. */
    targetRtoMs: Duration.refine((ms) => ms > 0, { error: "must be more than 0" }),
    /** For groups that have a target of their own. */
    targetRtoMsByGroup: z
      .record(
        GroupId,
        Duration.refine((ms) => ms > 0, { error: "must be more than 0" }),
      )
      .default({}),
    // Mandatory end of one group's drill: ten minutes hold a move, a minute on the backup and the way back.
    maxDurationMs: Duration.prefault("10 minutes").refine((ms) => ms >= MIN_DRILL_MS && ms <= MAX_DRILL_MS, {
      error: "must be between 2 and 14 minutes: a minute to come back, and no step runs for longer than 14",
    }),
    // A minute on the backup: 60 probes, enough to see one in fifty lost.
    holdMs: Duration.prefault("1 minute"),
    // Half of the requests of half a minute: a failover that works is over long before.
    abort: z
      .strictObject({
        maxLossRatio: z.number().gt(0).lt(1).default(0.5),
        windowMs: Duration.prefault("30 seconds").refine((ms) => ms > 0, { error: "must be more than 0" }),
      })
      .prefault({}),
    // Sessions and damping must have settled since the group's last drill or incident.
    restMs: Duration.prefault("30 minutes"),
  })
  .refine(({ schedule, window }) => !schedule?.expression.startsWith("rate(") || window !== undefined, {
    path: ["window"],
    error:
      "is missing: a rate counts from its deployment, so without a window it may begin at any hour; add one, or use cron(…)",
  })
  .refine(({ holdMs, maxDurationMs }) => holdMs + 60_000 < maxDurationMs, {
    path: ["holdMs"],
    error: "leaves no minute of maxDurationMs to come back; lower it",
  });
export type Drill = z.infer<typeof Drill>;

function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat("en-US", { timeZone });
    return true;
  } catch {
    return false;
  }
}
