export { comparePolicies, type PolicyDifference } from "./compare-policies.ts";
export { type Replay, type ReplayedPolicy, type ReplayPolicy, replay } from "./replay.ts";
