import type { ApprovalList } from "@skylane/core";
import type { Deps } from "../../../deps.ts";
import { isWaiting } from "../judge-verdict.ts";

/** Moves that wait for a person, and what became of those before; waiting ones first, each newest first. */
export async function listApprovals({ approvals, clock }: Pick<Deps, "approvals" | "clock">): Promise<ApprovalList> {
  const atMs = clock.nowMs();
  const rank = (approval: ApprovalList["approvals"][number]): number => (isWaiting(approval, atMs) ? 0 : 1);
  const all = [...(await approvals.list())].sort((a, b) => rank(a) - rank(b) || b.askedAtMs - a.askedAtMs);
  return { atMs, approvals: all };
}
