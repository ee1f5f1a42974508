import { type CloudId, type WantedSchedule, wantedSchedules } from "@skylane/core";
import type { ScheduleFacts } from "../aws/aws-reads.ts";
import { type Check, failed, QUICK_MS, unlessNone, type Verdict } from "../check.ts";

/** Vantages of these may have a function of their own there, with its own timer; whether they speak is a check of its own. */
const PROBED_THERE: readonly CloudId[] = ["azure", "gcp"];

/** Which of the wanted schedules do not fire. */
export function judgeSchedules(wanted: readonly WantedSchedule[], found: readonly ScheduleFacts[]): readonly Verdict[] {
  return wanted.flatMap(({ name, target }) => {
    const one = found.find((facts) => facts.name === name);
    if (!one) return [failed(`schedule ${name} is missing: ${target} never runs`, "npx sst deploy --stage <stage>")];
    if (!one.isEnabled)
      return [failed(`schedule ${one.name} is switched off`, "enable it: EventBridge, Scheduler, Schedules, Enable")];
    return one.targetArn.endsWith(`-${target}`)
      ? []
      : [failed(`schedule ${one.name} does not lead to ${target}`, "npx sst deploy --stage <stage>")];
  });
}

export const schedules: Check = {
  id: "schedules",
  timeLimitMs: QUICK_MS,
  async look({ aws, config, settings }) {
    const wanted = wantedSchedules(config, settings.regionId, PROBED_THERE);
    return unlessNone(judgeSchedules(wanted, await aws.schedules()), `${wanted.length} schedules, all on`);
  },
};
