import type { ErrorRow } from "@skylane/core";
import { errorsOf } from "@skylane/core";

/** Errors of who may do what. */
export const peopleErrors = {
  ERR_CALLER_UNKNOWN: { kind: "denied", when: "a request says nothing of who it is from" },
  ERR_NOT_ALLOWED: {
    kind: "denied",
    when: "a person orders what their role does not allow, or is not among the people",
  },
  ERR_RIGHTS_INVALID: { kind: "invalid", when: "rights.policies is no Cedar, or breaks its schema" },
  ERR_RIGHTS_UNDECIDED: { kind: "denied", when: "the policies cannot be evaluated: nothing is allowed until they can" },
  ERR_SIGNATURE_INVALID: {
    kind: "denied",
    when: "a request in Slack's name is not signed by Slack, is old, or is from another app or workspace",
  },
} as const satisfies Readonly<Record<string, ErrorRow>>;

/** Makes an error of that table. */
export const peopleError = errorsOf(peopleErrors);
