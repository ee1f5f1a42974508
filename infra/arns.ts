import { deploymentNames, type FunctionName, STATUS_PATH, type WorkflowName } from "@skylane/core";

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
  const names = deploymentNames(name);
  const arn = (service: string, rest: string) => `arn:aws:${service}:${regionId}:${accountId}:${rest}`;
  return {
    bus: arn("events", `event-bus/${names.bus}`),
    rule: (rule: string) => arn("events", `rule/${names.bus}/${rule}`),
    ruleOnDefaultBus: (rule: string) => arn("events", `rule/${name}-${rule}`),
    topic: arn("sns", `${name}-alarms`),
    stateTable: arn("dynamodb", `table/${names.stateTable}`),
    coordTable: arn("dynamodb", `table/${names.coordTable}`),
    function: (functionName: FunctionName) => arn("lambda", `function:${names.functionOf(functionName)}`),
    prover: (networkKey: string) => arn("lambda", `function:${names.proverOf(networkKey)}`),
    /** A function and its log group, by the name it is deployed with. */
    named: (deployedAs: string) => arn("lambda", `function:${deployedAs}`),
    logGroupOf: (deployedAs: string) => arn("logs", `log-group:/aws/lambda/${deployedAs}`),
    queue: (queue: string) => arn("sqs", `${name}-${queue}`),
    stateMachine: (workflow: WorkflowName) => arn("states", `stateMachine:${names.workflowOf(workflow)}`),
    scheduleGroup: arn("scheduler", `schedule-group/${name}`),
    anyKey: arn("kms", "key/*"),
    alarms: arn("cloudwatch", `alarm:${name}-*`),
    statusPage: `arn:aws:s3:::${names.siteBucketOf(accountId, regionId)}${STATUS_PATH}`,
    secrets: arn("ssm", `parameter/${name}/secrets`),
    presharedKeys: arn("ssm", `parameter${names.presharedKeysPath}/*`),
  };
}

/** Name of a function's role. IAM knows no Regions, so the Region is a part of it; other clouds trust the role by this name. */
export const roleName = ({ name, regionId }: Place, functionName: FunctionName): string =>
  `${name}-${functionName}-${regionId}`;

/** How topology knows a VPC. */
export const networkKeyOf = (vpcId: string): string => `aws/${vpcId}`;
