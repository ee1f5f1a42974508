import type { ConnectPlan } from "@skylane/core";

/** A person's yes to a plan, before it counts. */
export interface Yes {
  readonly tier: ConnectPlan["risk"]["tier"];
  readonly askedBy: string;
  /** Those whose yes counted before. */
  readonly approvedBy: readonly string[];
  readonly by: string;
}

const SIGNATURES: Readonly<Record<ConnectPlan["risk"]["tier"], number>> = {
  auto: 0,
  "one-approver": 1,
  "two-approvers": 2,
};

/** How many people must sign a plan. */
export const neededSignatures = ({ risk }: Pick<ConnectPlan, "risk">): number => SIGNATURES[risk.tier];

/** What a yes makes of a plan: `own` and `twice` do not count; `more` = it does, and others are needed; `enough` = it may be made. */
export function judgeApproval({ tier, askedBy, approvedBy, by }: Yes): "own" | "twice" | "more" | "enough" {
  const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
  if (isSame(by, askedBy)) return "own";
  const others = approvedBy.filter((one) => !isSame(one, askedBy));
  if (others.some((one) => isSame(one, by))) return "twice";
  const people = new Set([...others, by].map((one) => one.toLowerCase()));
  return people.size >= SIGNATURES[tier] ? "enough" : "more";
}
