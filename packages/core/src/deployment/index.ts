export type { FunctionName, FunctionSpec, RuleSpec, WorkflowName } from "./manifest.ts";
export { functions, names, routes, rules, schedules, workflows } from "./manifest.ts";
