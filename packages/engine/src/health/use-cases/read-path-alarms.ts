import type { Deps } from "../../deps.ts";
import { type PathAlarm, pathAlarms } from "../alarms/path-alarms.ts";

/** The clouds' alarms by path. What cannot be read is no evidence: probes decide without it. */
export async function readPathAlarms({
  config,
  alarms,
  log,
}: Pick<Deps, "config" | "alarms" | "log">): Promise<readonly PathAlarm[]> {
  try {
    return pathAlarms(await alarms.list(), config);
  } catch (error) {
    log.error("alarms unreadable", { error });
    return [];
  }
}
