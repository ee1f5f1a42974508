import type { CloudDiscovery, CloudId } from "@skylane/core";
import { span } from "../../output.ts";
import { type Check, failed, QUICK_MS, unlessNone, type Verdict, warning } from "../check.ts";

/** A look comes every hour: one may be lost. */
const WARN_MS = 3 * 3_600_000;
/** Plans are made of it. */
const FAIL_MS = 24 * 3_600_000;

/** How old the last look at each cloud is. */
export function judgeDiscovery(
  clouds: readonly CloudId[],
  seen: readonly Pick<CloudDiscovery, "cloud" | "finishedAtMs">[],
  nowMs: number,
  functionName: string,
): readonly Verdict[] {
  const todo = `aws logs tail /aws/lambda/${functionName} --since 3h`;
  return clouds.flatMap((cloud) => {
    const last = seen.find((one) => one.cloud === cloud);
    if (!last) return [failed(`${cloud} was never looked at`, todo)];
    const ageMs = nowMs - last.finishedAtMs;
    if (ageMs >= FAIL_MS) return [failed(`${cloud} was last looked at ${span(ageMs)} ago`, todo)];
    return ageMs >= WARN_MS ? [warning(`${cloud} was last looked at ${span(ageMs)} ago`, todo)] : [];
  });
}

export const discovery: Check = {
  id: "discovery",
  timeLimitMs: QUICK_MS,
  async look({ config, settings, deps, clock }) {
    const clouds = Object.keys(config.clouds) as CloudId[];
    const judged = judgeDiscovery(
      clouds,
      await deps.topologies.listClouds(),
      clock.nowMs(),
      settings.names.functionOf("discover-cloud"),
    );
    return unlessNone(judged, `${clouds.join(", ")} looked at within ${span(WARN_MS)}`);
  },
};
