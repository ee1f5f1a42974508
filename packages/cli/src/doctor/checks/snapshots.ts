import type { PathHealthRecord, SkylaneConfig } from "@skylane/core";
import { span } from "../../output.ts";
import { type Check, failed, QUICK_MS, unlessNone, type Verdict, warning } from "../check.ts";

/** A burst ends every minute: one that is late, and one that is lost. */
const WARN_MS = 180_000;
/** What health is believed to be of now; older than that nothing is moved by it. */
const FAIL_MS = 300_000;

/** How old the last sample of each vantage is. */
export function judgeSnapshots(
  vantages: SkylaneConfig["vantages"],
  records: readonly Pick<PathHealthRecord, "vantageId" | "sampledAtMs">[],
  nowMs: number,
  functionName: string,
): readonly Verdict[] {
  return vantages.flatMap(({ id, runsAs }) => {
    const todo =
      runsAs === "agent"
        ? `start it where it belongs: skylane agent --vantage ${id}`
        : `aws logs tail /aws/lambda/${functionName} --since 10m`;
    const lastMs = Math.max(...records.flatMap(({ vantageId, sampledAtMs }) => (vantageId === id ? sampledAtMs : [])));
    if (lastMs === Number.NEGATIVE_INFINITY) return [failed(`${id} has never told anything`, todo)];
    const ageMs = nowMs - lastMs;
    if (ageMs >= FAIL_MS) return [failed(`${id} last told something ${span(ageMs)} ago: it is blind`, todo)];
    return ageMs >= WARN_MS ? [warning(`${id} last told something ${span(ageMs)} ago`, todo)] : [];
  });
}

export const snapshots: Check = {
  id: "snapshots",
  timeLimitMs: QUICK_MS,
  async look({ config, settings, deps, clock }) {
    const judged = judgeSnapshots(
      config.vantages,
      await deps.health.list(),
      clock.nowMs(),
      settings.names.functionOf("probe-burst"),
    );
    return unlessNone(judged, `${config.vantages.length} vantages, none silent for ${span(WARN_MS)}`);
  },
};
