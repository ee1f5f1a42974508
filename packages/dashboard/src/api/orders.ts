import { type Approval, ApprovalList, KillSwitchView, OverrideList } from "@skylane/core";
import { ask } from "./ask.ts";

/** What people have decided, and what waits for them. @throws Error in words for a person */
export async function fetchOrders() {
  const [killSwitch, approvals, overrides] = await Promise.all([
    ask("GET", "/v1/kill-switch"),
    ask("GET", "/v1/approvals"),
    ask("GET", "/v1/overrides"),
  ]);
  return {
    killSwitch: KillSwitchView.parse(killSwitch),
    approvals: ApprovalList.parse(approvals),
    overrides: OverrideList.parse(overrides),
  };
}
/** Stops every move, or lets them go on. */
export const setKillSwitch = (isStopped: boolean, reason: string): Promise<unknown> =>
  ask("PUT", "/v1/kill-switch", { isStopped, reason });
/** Leaves a path to Skylane again. */
export const endOverride = (pathId: string): Promise<unknown> =>
  ask("PUT", `/v1/paths/${encodeURIComponent(pathId)}/override`, { to: "auto", reason: "ended on the page" });
/** Gives a verdict on the very plan that was shown. */
export const decideApproval = ({ id, planHash }: Approval, verdict: "approve" | "reject"): Promise<unknown> =>
  ask("POST", `/v1/approvals/${encodeURIComponent(id)}/${verdict}`, { planHash, reason: "decided on the page" });
