import type { Deps } from "../../deps.ts";
import type { LeaseStep } from "../order.ts";

/** Fence of the lease on the group, or what was seen of its present holder. */
export type LeaseAnswer =
  | { readonly isHeld: true; readonly fence: number }
  | { readonly isHeld: false; readonly seenRvn: string; readonly owner: string; readonly waitSeconds: number };

/**
 * Takes the group's lease for this incident. If another holds it, answers what was seen of it: the workflow waits one
 * lease time and asks again with that sight, and takes over only if the holder has not stirred (no clocks compared).
 */
export async function acquireLease(
  deps: Pick<Deps, "config" | "leases" | "log">,
  step: LeaseStep,
): Promise<LeaseAnswer> {
  const answer = await deps.leases.acquire(
    leaseKey(step.groupId),
    step.incidentId,
    step.seenRvn === "none" ? undefined : step.seenRvn,
  );
  if (answer.isHeld) return { isHeld: true, fence: answer.fence };
  deps.log.warn("lease held by another", {
    groupId: step.groupId,
    incidentId: step.incidentId,
    owner: answer.seen.owner,
  });
  return {
    isHeld: false,
    seenRvn: answer.seen.rvn,
    owner: answer.seen.owner,
    waitSeconds: Math.ceil(deps.config.failover.leaseMs / 1000),
  };
}

/** Key of a group's lease and fence in the coordination table. */
export const leaseKey = (groupId: string): string => `group:${groupId}`;
