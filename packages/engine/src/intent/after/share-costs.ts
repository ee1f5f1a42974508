import { type BuiltResource, type BuiltShare, chargeOf, type IntentRun } from "@skylane/core";

/**
 * What each connection of a run that stands pays of its objects: an object that several need is shared evenly among them, cents that
 * cannot be shared go to the first. Pure; shares add up to the price of what was given.
 */
export function shareCosts(run: IntentRun, resources: readonly BuiltResource[]): readonly BuiltShare[] {
  const neededBy = new Map((run.plan?.steps ?? []).map(({ id, intentIds }) => [id, intentIds]));
  const standing = run.intents.map(({ id }) => id).filter((id) => !run.undoneIntentIds.includes(id));
  const cents = new Map<string, number | undefined>(standing.map((id) => [id, 0]));
  for (const { stepId, monthlyUsd } of resources) {
    const own = standing.filter((id) => neededBy.get(stepId)?.includes(id));
    // what stands for others alone, though only an intent that is gone has asked for it
    const payers = own.length > 0 ? own : standing;
    const whole = monthlyUsd === undefined ? undefined : Math.round(monthlyUsd * 100);
    for (const [i, id] of payers.entries()) {
      const before = cents.get(id);
      const part = whole === undefined ? undefined : partOf(whole, payers.length, i);
      cents.set(id, before === undefined || part === undefined ? undefined : before + part);
    }
  }
  return standing.map((intentId) => {
    const own = cents.get(intentId);
    return { intentId, ...chargeOf(run, intentId), ...(own !== undefined && { monthlyUsd: own / 100 }) };
  });
}

/** The i-th of so many parts of a whole; they differ by one at most. */
const partOf = (whole: number, count: number, i: number): number =>
  Math.floor(whole / count) + (i < whole % count ? 1 : 0);
