import type { MadeResource, ProvisionStep } from "@skylane/core";
import { prerequisitesOf } from "../references.ts";

/** Steps whose every intent is to be undone: what others still need stays. */
export function stepsToRemove(steps: readonly ProvisionStep[], undone: ReadonlySet<string>): readonly ProvisionStep[] {
  const kept = steps.filter(({ intentIds }) => !intentIds.every((id) => undone.has(id)));
  const needed = new Set(kept.flatMap((step) => [...prerequisitesOf(step)]));
  return steps.filter(({ id, intentIds }) => intentIds.every((one) => undone.has(one)) && !needed.has(id));
}

/** Of those, what may go now: nothing that is still there needs it. Last made, first removed; pure. */
export function decideRemovals(
  steps: readonly ProvisionStep[],
  made: ReadonlyMap<string, MadeResource>,
): { readonly remove: readonly ProvisionStep[]; readonly isAllGone: boolean } {
  const isThere = ({ id }: ProvisionStep) => {
    const state = made.get(id)?.state ?? "planned";
    return state !== "planned" && state !== "removed";
  };
  const left = steps.filter(isThere);
  const needed = new Set(left.flatMap((step) => [...prerequisitesOf(step)]));
  return { remove: left.filter(({ id }) => !needed.has(id)).reverse(), isAllGone: left.length === 0 };
}
