export type { FunctionName, FunctionSpec, RuleSpec, WorkflowName } from "./manifest.ts";
export { alertingEventTypes, functions, names, routes, rules, schedules, workflows } from "./manifest.ts";
export { inboxPartition, type OutpostName, type OutpostSpec, outposts } from "./outposts.ts";
