import type { MadeResource, ProvisionStep } from "@skylane/core";
import { prerequisitesOf } from "../references.ts";

/** What is to be done next for a plan. */
export interface NextSteps {
  /** Under way: to be looked at. */
  readonly observe: readonly ProvisionStep[];
  /** To be ordered now: all they need is ready, and nothing with their lock is under way. */
  readonly order: readonly ProvisionStep[];
  readonly failed: readonly MadeResource[];
  readonly isAllReady: boolean;
}

/** What two changes may not do at once: the step's lock, else the object itself. */
export const lockOf = ({ lock, key }: ProvisionStep): string => lock ?? key;

/** Decides the next steps from what was made so far; pure. The order of the plan breaks ties, so it is the same each time. */
export function decideSteps(steps: readonly ProvisionStep[], made: ReadonlyMap<string, MadeResource>): NextSteps {
  const stateOf = ({ id }: ProvisionStep) => made.get(id)?.state ?? "planned";
  const isReady = (id: string) => made.get(id)?.state === "ready";
  const observe = steps.filter((step) => ["ordering", "ordered"].includes(stateOf(step)));
  const locks = new Set(observe.map(lockOf));
  const order = steps.filter((step) => {
    if (stateOf(step) !== "planned" || locks.has(lockOf(step)) || ![...prerequisitesOf(step)].every(isReady))
      return false;
    locks.add(lockOf(step));
    return true;
  });
  return {
    observe,
    order,
    failed: [...made.values()].filter(({ state }) => state === "failed"),
    isAllReady: steps.every(({ id }) => isReady(id)),
  };
}
