export { DeploymentName, type DeploymentNames, deploymentNames } from "./deployment-names.ts";
export type { FunctionName, FunctionSpec, RuleSpec, WorkflowName } from "./manifest.ts";
export { alertingEventTypes, functions, routes, rules, schedules, workflows } from "./manifest.ts";
