import type { FailoverDecision } from "./decide-failover.ts";

/** How often the vantages are asked again while they differ: none notices at the same instant. */
export const ASK_AGAIN_MS = 250;

/** True if the others may yet see it: there is no quorum so far. */
export const isUndecided = (decision: FailoverDecision): boolean =>
  decision.kind === "hold" && decision.rule === "no-quorum";
