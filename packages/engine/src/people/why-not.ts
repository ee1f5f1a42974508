import type { AccessRefused } from "@skylane/core";

/** Why an order was refused, as half a sentence; `who` = a name or a pronoun in front of "is" or "are". */
export function whyNot(
  who: string,
  { needs, has, policies = [] }: Pick<AccessRefused, "needs" | "has" | "policies">,
): string {
  const theirs = has === undefined ? `${who} not among the people of skylane.yaml` : `theirs is ${has}`;
  const named = `policy ${policies.join(", ")}`;
  if (needs !== undefined)
    return `it takes the role ${needs}, and ${theirs}${policies.length > 0 ? ` (${named})` : ""}`;
  return policies.length > 0
    ? `${named} forbids it whatever the role, and ${theirs}`
    : `no role permits it, and ${theirs}`;
}
