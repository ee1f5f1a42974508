import { estimatesOf } from "@skylane/clouds";
import { type SkylaneConfig, wantedSchedules } from "@skylane/core";
import { foreseenStack, foreseeUse, monthOfMinutes, priceUse, type SelfCost, selfCost } from "@skylane/engine";
import { readUse } from "@skylane/runtime";

const MINUTE_MS = 60_000;
const regionId = "us-east-1";
const { price } = estimatesOf();

/** However slow the machine, no path of these gets worse: a quiet month moves nothing. */
export const calmThresholds = {
  probeTimeoutMs: "900 ms",
  degradedRttFloorMs: 800,
  degradedLossRatio: 0.9,
  failuresToDownCount: 20,
} as const;

/** What an instance of this machine costs by what it has used in its minutes until now; `undefined` = they are too few. */
export async function measuredCost(
  awsUrl: string,
  config: SkylaneConfig,
  startedMs: number,
  nowMs: number,
): Promise<SelfCost | undefined> {
  const schedules = wantedSchedules(config, regionId);
  const fromMs = Math.floor(startedMs / MINUTE_MS) * MINUTE_MS;
  // what began in the last minute but one has ended
  const toMs = Math.floor(nowMs / MINUTE_MS - 1) * MINUTE_MS;
  if (toMs <= fromMs) return undefined;
  const minutes = await readUse({
    name: "skylane",
    regionId,
    scheduled: schedules.map(({ target }) => target),
    fromMs,
    toMs,
    connection: { endpoint: awsUrl, credentials: { accessKeyId: "local", secretAccessKey: "local" } },
  });
  const month = monthOfMinutes(minutes, schedules, true);
  return month.outcome === "month" ? selfCost([month], { fromMs, toMs }, config, price) : undefined;
}

/** The same installation, foreseen. */
export const foreseenCost = (config: SkylaneConfig) => priceUse(foreseeUse(foreseenStack(config, [regionId])), price);
