import type { FunctionName } from "@skylane/core";
import { isInChain } from "./chain-functions.ts";

/**
 * The queues of dead letters, by the part of their names after the stack's own, and what each holds. One for each purpose, not one for
 * each target: a letter says itself where it was to go, and every queue that is looked at costs.
 */
export const queuePurposes = {
  "moves-dead": "for a function that a move hangs on, one that sees, decides, tells or takes back",
  "others-dead": "for any other function, the audit, or a mail about Skylane itself",
} as const;
export type DeadLetterQueue = keyof typeof queuePurposes;

/** The queue with what could not be handed to a function, or what it did not do. */
export const queueOf = (functionName: FunctionName): DeadLetterQueue =>
  isInChain(functionName) ? "moves-dead" : "others-dead";
