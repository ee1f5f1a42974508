import type { LinkAlarm } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { rememberAlarm } from "../alarms/remember-alarm.ts";

/** Remembers an alarm for each connection it is about, if it may ever count. Answers for how many. Repeating it changes nothing. */
export async function recordAlarm(
  deps: Pick<Deps, "clock" | "alarms" | "log">,
  { connectionIds, ...alarm }: LinkAlarm,
): Promise<number> {
  let rememberedCount = 0;
  for (const connectionId of connectionIds) {
    const known = (await deps.alarms.find(connectionId)) ?? { connectionId, alarms: [] };
    const next = rememberAlarm(known, alarm, deps.clock.nowMs());
    if (next === known) continue;
    await deps.alarms.save(next);
    rememberedCount += 1;
  }
  const { cloud, alarmId, kind, isRaised } = alarm;
  deps.log.info("alarm recorded", { cloud, alarmId, kind, isRaised, connectionIds, rememberedCount });
  return rememberedCount;
}
