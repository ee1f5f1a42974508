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

/** Decides the next steps from what was made so far; `busy` = steps that are being worked on, which are left alone. */
export type DecideSteps = (made: ReadonlyMap<string, MadeResource>, busy?: ReadonlySet<string>) => NextSteps;

/** What two changes may not do at once: the step's lock, else the object itself. */
export const lockOf = ({ lock, key }: ProvisionStep): string => lock ?? key;

/**
 * The decisions for one plan; pure. Of what could be done at once, that comes first on which the longest chain of others waits;
 * the order of the plan breaks ties, so it is the same each time.
 */
export function decideSteps(plan: readonly ProvisionStep[]): DecideSteps {
  const needed = new Map(plan.map((step) => [step.id, prerequisitesOf(step)]));
  const steps = byUrgency(plan, needed);
  return (made, busy = NOBODY) => {
    const stateOf = ({ id }: ProvisionStep) => made.get(id)?.state ?? "planned";
    const isReady = (id: string) => made.get(id)?.state === "ready";
    const isUnderWay = (step: ProvisionStep) => ["ordering", "ordered"].includes(stateOf(step));
    const locks = new Set(steps.filter((step) => busy.has(step.id) || isUnderWay(step)).map(lockOf));
    const order = steps.filter((step) => {
      if (stateOf(step) !== "planned" || locks.has(lockOf(step)) || !needed.get(step.id)?.every(isReady)) return false;
      locks.add(lockOf(step));
      return true;
    });
    return {
      observe: steps.filter((step) => isUnderWay(step) && !busy.has(step.id)),
      order,
      failed: [...made.values()].filter(({ state }) => state === "failed"),
      isAllReady: steps.every(({ id }) => isReady(id)),
    };
  };
}

const NOBODY: ReadonlySet<string> = new Set();

/** Sorted by how many steps follow one another after each, most first. A plan has each step after what it needs. */
function byUrgency(
  plan: readonly ProvisionStep[],
  needed: ReadonlyMap<string, readonly string[]>,
): readonly ProvisionStep[] {
  const depth = new Map<string, number>();
  for (const { id } of plan.toReversed())
    for (const one of needed.get(id) ?? []) depth.set(one, Math.max(depth.get(one) ?? 0, 1 + (depth.get(id) ?? 0)));
  return plan.toSorted((a, b) => (depth.get(b.id) ?? 0) - (depth.get(a.id) ?? 0));
}
