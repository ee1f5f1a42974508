import type { Override, PathOverride } from "@skylane/core";
import { span } from "../../output.ts";
import { type Check, failed, QUICK_MS, unlessNone, type Verdict, warning } from "../check.ts";

/** The watchdog comes every minute. */
const GRACE_MS = 120_000;

/** What holds traffic where Skylane would not have it by itself. */
export function judgeOverrides(
  moves: readonly Override[],
  orders: readonly PathOverride[],
  nowMs: number,
  watchdogName: string,
): readonly Verdict[] {
  return [
    ...moves.map(({ groupId, incidentId, toPathId = "its backup", expiresAtMs, ending }) => {
      const back = `skylane failover back ${groupId}`;
      if (ending?.stage === "conflict")
        return failed(
          `${groupId}: somebody else changed a route of ${incidentId}, and it is left alone`,
          `skylane failover history ${incidentId}; put the route back by hand`,
        );
      if (ending)
        return warning(
          `${groupId}: the watchdog puts the routes of ${incidentId} back (${ending.why})`,
          "look again in two minutes",
        );
      if (expiresAtMs + GRACE_MS < nowMs)
        return failed(
          `${groupId} runs on ${toPathId} and nobody answers for it since ${span(nowMs - expiresAtMs)}: the watchdog should have put it back`,
          `aws logs tail /aws/lambda/${watchdogName} --since 1h`,
        );
      return warning(`${groupId} runs on ${toPathId}, for ${incidentId}`, back);
    }),
    ...orders
      .filter(({ untilMs }) => untilMs > nowMs)
      .map(({ pathId, to, by, reason, untilMs }) =>
        warning(
          `${by} ordered to ${to} ${pathId} for another ${span(untilMs - nowMs)}: ${reason}`,
          `skylane failover override ${pathId} --to auto --reason "…"`,
        ),
      ),
  ];
}

export const overrides: Check = {
  id: "overrides",
  timeLimitMs: QUICK_MS,
  async look({ deps, clock, settings }) {
    const groupIds = await deps.overrides.listGroupIds();
    const moves = await Promise.all(groupIds.map((groupId) => deps.overrides.find(groupId)));
    const judged = judgeOverrides(
      moves.filter((one) => one !== undefined),
      await deps.pathOverrides.list(),
      clock.nowMs(),
      settings.names.functionOf("watch-overrides"),
    );
    return unlessNone(judged, "every group is on its primary path, and no order stands");
  },
};
