import * as z from "zod";

/** How a component is now; `unknown` = nobody has seen it of late. */
export const StatusLevel = z.enum(["operational", "degraded", "partial-outage", "major-outage", "unknown"]);
export type StatusLevel = z.infer<typeof StatusLevel>;

/** A day of a component, UTC, by its incidents. `no-data` = it was not watched yet. */
export const StatusDay = z.strictObject({
  day: z.iso.date(),
  level: z.enum(["none", "degraded", "outage", "no-data"]),
  /** Interrupted, as far as it is known. */
  outageMs: z.number().nonnegative(),
  degradedMs: z.number().nonnegative(),
});
export type StatusDay = z.infer<typeof StatusDay>;

/** `GET /v1/status`, and what the public page shows: no name in it that is not in `status` of the configuration. */
export const StatusView = z.strictObject({
  title: z.string(),
  atMs: z.number(),
  level: StatusLevel,
  components: z.array(
    z.strictObject({
      name: z.string(),
      level: StatusLevel,
      /** It works, and has no other way left in reserve that is known to be good, or is on its reserve. */
      isReduced: z.boolean(),
      /** The last 90, oldest first, today at the end. */
      days: z.array(StatusDay),
      /** Share of the days shown, from the first with data, in which no incident interrupted it; absent = no data. */
      availabilityRatio: z.number().min(0).max(1).optional(),
    }),
  ),
  /** Of these days, newest first. */
  incidents: z.array(
    z.strictObject({
      component: z.string(),
      impact: z.enum(["degraded", "outage"]),
      stage: z.enum(["investigating", "resolved"]),
      startedAtMs: z.number(),
      /** When it was over for whoever uses it; absent = it is not, or it is not known. */
      endedAtMs: z.number().optional(),
      /** `moved`: Skylane moved the traffic; `routing`: routing did; `recovered`: the path came back. */
      how: z.enum(["moved", "routing", "recovered", "unknown"]),
    }),
  ),
});
export type StatusView = z.infer<typeof StatusView>;
