import type { FunctionName, WorkflowName } from "@skylane/core";

/** Where a stack runs, and what its names begin with. */
export interface Place {
  readonly accountId: string;
  readonly regionId: string;
  /** `skylane`, or `skylane-<stage>`. */
  readonly name: string;
}

/**
 * Names and ARNs of what a stack has in one Region. They follow from the place alone, so that a policy can name what another
 * Region or another cloud will have.
 */
export function arnsOf({ accountId, regionId, name }: Place) {
  const arn = (service: string, rest: string) => `arn:aws:${service}:${regionId}:${accountId}:${rest}`;
  return {
    bus: arn("events", `event-bus/${name}`),
    rule: (rule: string) => arn("events", `rule/${name}/${rule}`),
    table: (table: "state" | "coord") => arn("dynamodb", `table/${name}-${table}`),
    function: (functionName: FunctionName) => arn("lambda", `function:${name}-${functionName}`),
    logGroup: (functionName: FunctionName) => arn("logs", `log-group:/aws/lambda/${name}-${functionName}`),
    queue: (queue: string) => arn("sqs", `${name}-${queue}`),
    stateMachine: (workflow: WorkflowName) => arn("states", `stateMachine:${name}-${workflow}`),
    scheduleGroup: arn("scheduler", `schedule-group/${name}`),
    secrets: arn("ssm", `parameter/${name}/secrets`),
  };
}

/** Name of a function's role. IAM knows no Regions, so the Region is a part of it; other clouds trust the role by this name. */
export const roleName = ({ name, regionId }: Place, functionName: FunctionName): string =>
  `${name}-${functionName}-${regionId}`;
