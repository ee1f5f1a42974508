import type { FunctionName } from "@skylane/core";

/**
 * The functions a move hangs on outside of any workflow: what sees, decides, tells and takes back. What they leave undone goes to a
 * queue of its own. A step inside a workflow is not one of them: its failure ends in the workflow's, or in an outcome.
 */
export const chainFunctions = [
  "probe-burst",
  "record-snapshot",
  "consider-failover",
  "consider-failback",
  "store-plan",
  "raise-alert",
  "renew-overrides",
  "watch-overrides",
  "record-override-end",
  "hold-region",
  "resume-in-region",
  "reconsider-paths",
] as const satisfies readonly FunctionName[];

/** True of a function that a move hangs on. */
export const isInChain = (name: FunctionName): boolean => chainFunctions.some((one) => one === name);
