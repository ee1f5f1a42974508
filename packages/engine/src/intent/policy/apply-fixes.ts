import type { Intent, PolicyViolation } from "@skylane/core";
import { ASK_FOR_ENCRYPTION, FORBID_PUBLIC, PRIVATE_ENDPOINT } from "./rule.ts";

/** A change of a request that asks for more than it did. */
const TIGHTEN: Readonly<Record<string, (intent: Intent) => Intent>> = {
  [ASK_FOR_ENCRYPTION.id]: (intent) => ({
    ...intent,
    requirements: { ...intent.requirements, encryption: "required" },
  }),
  [FORBID_PUBLIC.id]: (intent) => ({ ...intent, requirements: { ...intent.requirements, isPublicForbidden: true } }),
  [PRIVATE_ENDPOINT.id]: ({ requirements: { endpoint: _, ...requirements }, ...intent }) => ({
    ...intent,
    requirements,
  }),
};

/**
 * The request with the first fix of each violation that a change of the request alone mends. Only what tightens is ever applied;
 * without such a violation the intent comes back as it is.
 */
export const applyFixes = (intent: Intent, violations: readonly PolicyViolation[]): Intent =>
  violations
    .filter(({ isFixable }) => isFixable)
    .reduce((fixed, { alternatives }) => {
      const first = alternatives.find(({ id }) => TIGHTEN[id]);
      return first ? (TIGHTEN[first.id]?.(fixed) ?? fixed) : fixed;
    }, intent);
