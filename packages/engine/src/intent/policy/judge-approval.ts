import type { ConnectPlan, IntentRun, Person, RightsJudge } from "@skylane/core";

const SIGNATURES: Readonly<Record<ConnectPlan["risk"]["tier"], number>> = {
  auto: 0,
  "one-approver": 1,
  "two-approvers": 2,
};

/** How many people must sign a plan. */
export const neededSignatures = ({ risk }: Pick<ConnectPlan, "risk">): number => SIGNATURES[risk.tier];

/** Names of the shipped policies that have an answer of their own. */
const OWN = "nobody-signs-their-own-plan";
const TWICE = "nobody-signs-twice";

/**
 * What a person's yes makes of the plan of a run as it is now: `own`, `twice` and `refused` do not count; `more` = it does, and
 * others are needed; `enough` = it may be made. The policies say whether it counts, the plan's risk how many it takes; pure.
 * @throws ERR_RIGHTS_UNDECIDED
 */
export function judgeApproval(
  judge: RightsJudge,
  person: Pick<Person, "id" | "role">,
  run: IntentRun,
  plan: Pick<ConnectPlan, "risk">,
): "own" | "twice" | "refused" | "more" | "enough" {
  const about = { kind: "run", run } as const;
  const { isAllowed, policies } = judge({ person, action: "decide-intent", about, isSignature: true });
  if (!isAllowed) {
    if (policies.includes(OWN)) return "own";
    return policies.includes(TWICE) ? "twice" : "refused";
  }
  const asker = run.askedBy.toLowerCase();
  const by = person.id.toLowerCase();
  // who may sign what they have asked for is the only person there is
  if (by === asker) return "enough";
  const people = new Set([...run.signatures.map((signature) => signature.by.toLowerCase()), by]);
  people.delete(asker);
  return people.size >= neededSignatures(plan) ? "enough" : "more";
}
