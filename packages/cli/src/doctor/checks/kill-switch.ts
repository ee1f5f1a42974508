import type { KillSwitch } from "@skylane/core";
import { type Check, ok, QUICK_MS, type Verdict, warning } from "../check.ts";

/** Whether anything may be moved at all. */
export const judgeKillSwitch = ({ isStopped, by, reason }: Awaited<ReturnType<KillSwitch["read"]>>): Verdict =>
  isStopped
    ? warning(
        `on, by ${by ?? "somebody"}: ${reason ?? "no reason given"}; nothing is moved`,
        'skylane failover kill-switch off --reason "…"',
      )
    : ok("off: Skylane may move traffic");

export const killSwitch: Check = {
  id: "kill-switch",
  timeLimitMs: QUICK_MS,
  look: async ({ deps }) => [judgeKillSwitch(await deps.killSwitch.read())],
};
