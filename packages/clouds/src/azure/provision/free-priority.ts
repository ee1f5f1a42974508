/** A rule of a network security group, as far as its place in the order goes. */
export interface RankedRule {
  readonly priority?: number;
  readonly direction?: string;
  readonly access?: string;
}

const FIRST = 100;
const LAST = 4_096;

/**
 * The last free priority before the first rule that denies in that direction: there no deny comes before the new rule, and it
 * comes before as few others as can be. `undefined` if none is free.
 */
export function freePriority(rules: readonly RankedRule[], direction: "Inbound" | "Outbound"): number | undefined {
  const sameWay = rules.filter((rule) => rule.direction === direction);
  const taken = new Set(sameWay.map(({ priority }) => priority));
  const firstDeny = Math.min(
    LAST + 1,
    ...sameWay.filter(({ access }) => access === "Deny").flatMap(({ priority }) => priority ?? []),
  );
  for (let priority = firstDeny - 1; priority >= FIRST; priority -= 1) if (!taken.has(priority)) return priority;
  return undefined;
}
