import type { IntentId, PolicyViolation } from "@skylane/core";

/** One break of a rule, and all the intents that break it alike. */
export interface AlikeViolation extends Pick<PolicyViolation, "rule" | "reason" | "alternatives"> {
  readonly intentIds: readonly IntentId[];
}

/** Violations with those of one rule and reason together, in the order in which they come first. */
export const alikeViolations = (all: readonly PolicyViolation[]): readonly AlikeViolation[] =>
  [...Map.groupBy(all, ({ rule, reason }) => JSON.stringify([rule, reason])).values()].map((alike) => {
    const [{ rule, reason, alternatives }] = alike as [PolicyViolation, ...PolicyViolation[]];
    return { rule, reason, alternatives, intentIds: alike.map(({ intentId }) => intentId) };
  });

/** `in-1` or `in-1 and 8 more`. */
export const firstOf = (ids: readonly string[]): string =>
  ids.length > 1 ? `${ids[0]} and ${ids.length - 1} more` : `${ids[0] ?? ""}`;
