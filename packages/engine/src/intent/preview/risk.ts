import type { ConnectPlan, IntentSettings, PolicyViolation } from "@skylane/core";

/** What is weighed. */
export interface Weighed {
  readonly knownMonthlyUsd: number;
  readonly unknownCosts: readonly string[];
  readonly resourceCount: number;
  readonly unwantedReachCount: number;
  readonly newReachCount: number;
  readonly notes: readonly string[];
  /** What answers to the internet afterwards: two people agree to that, whatever it costs. */
  readonly exposures: readonly string[];
  readonly violations: readonly PolicyViolation[];
}

/** How many people must agree, and why: the lowest tier whose limits the plan keeps. What is not known is above every limit of the first. */
export function riskOf(weighed: Weighed, { tiers }: Pick<IntentSettings, "tiers">): ConnectPlan["risk"] {
  const {
    knownMonthlyUsd,
    unknownCosts,
    resourceCount,
    newReachCount,
    unwantedReachCount,
    notes,
    exposures,
    violations,
  } = weighed;
  const over = (tier: typeof tiers.auto): readonly string[] => [
    ...(knownMonthlyUsd > tier.maxMonthlyUsd
      ? [`$${knownMonthlyUsd.toFixed(2)} a month is more than $${tier.maxMonthlyUsd}`]
      : []),
    ...(resourceCount > tier.maxResourceCount
      ? [`${resourceCount} objects are more than ${tier.maxResourceCount}`]
      : []),
    ...(newReachCount > tier.maxNewReachCount
      ? [`${newReachCount} new pairs that reach each other are more than ${tier.maxNewReachCount}`]
      : []),
  ];
  const overOne = [...exposures, ...over(tiers.oneApprover)];
  const overAuto = [
    ...over(tiers.auto),
    ...(unknownCosts.length > 0 && tiers.auto.maxMonthlyUsd < Number.POSITIVE_INFINITY
      ? ["a part of the cost is not known"]
      : []),
    ...(unwantedReachCount > 0 ? [`${unwantedReachCount} pairs reach each other that nobody asked for`] : []),
    ...notes,
  ];
  const broken = [...new Set(violations.map(({ rule, reason }) => `breaks ${rule}: ${reason}`))];
  if (overOne.length > 0 || broken.length > 0)
    return { tier: "two-approvers", reasons: [...broken, ...overOne, ...overAuto] };
  if (overAuto.length > 0) return { tier: "one-approver", reasons: overAuto };
  return { tier: "auto", reasons: ["within the limits that need no person"] };
}
