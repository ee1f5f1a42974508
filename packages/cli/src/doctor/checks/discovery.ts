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
  const log = `aws logs tail /aws/lambda/${functionName} --since 3h`;
  const lastOf = new Map(seen.map(({ cloud, finishedAtMs }) => [cloud, finishedAtMs]));
  const never = clouds.filter((cloud) => !lastOf.has(cloud));
  return [
    ...(never.length > 0
      ? [
          warning(
            `never looked at: ${never.join(", ")}`,
            `wait for the next full hour, if Skylane is new here; else ${log}`,
          ),
        ]
      : []),
    ...[...lastOf].flatMap(([cloud, lastMs]) => {
      const ageMs = nowMs - lastMs;
      if (!clouds.includes(cloud) || ageMs < WARN_MS) return [];
      const text = `${cloud} was last looked at ${span(ageMs)} ago`;
      return [ageMs >= FAIL_MS ? failed(text, log) : warning(text, log)];
    }),
  ];
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
