import * as z from "zod";

/** What Cloud Scheduler says of a call, among much else: the time of the job, RFC 3339, for jobs with a cron schedule. */
const SchedulerHeaders = z.looseObject({
  "x-cloudscheduler-scheduletime": z.iso.datetime({ offset: true }).optional(),
});

/** The time a call was scheduled for, ms; `undefined` if it was not Cloud Scheduler who called. @throws ZodError for what is no time */
export function scheduledAt(headers: unknown): number | undefined {
  const time = SchedulerHeaders.parse(headers)["x-cloudscheduler-scheduletime"];
  return time === undefined ? undefined : Date.parse(time);
}
