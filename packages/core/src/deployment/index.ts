export { heardInBothRegions } from "./heard-in-both-regions.ts";
export type { FunctionName, FunctionSpec, RuleSpec, WorkflowName } from "./manifest.ts";
export { alertingEventTypes, functions, names, routes, rules, schedules, workflows } from "./manifest.ts";
