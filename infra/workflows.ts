import { deploymentNames, functionsOfWorkflow, type WorkflowName, withArns, workflows } from "@skylane/core";
import costCheck from "../packages/engine/workflows/cost-check.asl.json" with { type: "json" };
import drill from "../packages/engine/workflows/drill.asl.json" with { type: "json" };
import failback from "../packages/engine/workflows/failback.asl.json" with { type: "json" };
import failover from "../packages/engine/workflows/failover.asl.json" with { type: "json" };
import provision from "../packages/engine/workflows/provision.asl.json" with { type: "json" };
import { arnsOf } from "./arns.ts";
import { logicalName, placeOf, type RegionContext } from "./context.ts";
import { logRetentionDays, trustOf } from "./defaults.ts";

const definitions: Readonly<Record<WorkflowName, unknown>> = {
  failover,
  failback,
  drill,
  provision,
  "cost-check": costCheck,
};

/** Writing to a log group of its own, and traces: these actions know no resource. @see https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html (read 2026-11) */
const WATCHED = [
  "logs:CreateLogDelivery",
  "logs:GetLogDelivery",
  "logs:UpdateLogDelivery",
  "logs:DeleteLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutResourcePolicy",
  "logs:DescribeResourcePolicies",
  "logs:DescribeLogGroups",
  "xray:PutTraceSegments",
  "xray:PutTelemetryRecords",
  "xray:GetSamplingRules",
  "xray:GetSamplingTargets",
];

/** The state machines, from the committed ASL; each with a role that may call the functions of its steps. */
export function createWorkflows(region: RegionContext): readonly aws.sfn.StateMachine[] {
  return workflows.map((workflow) => createWorkflow(region, workflow));
}

function createWorkflow(region: RegionContext, workflow: WorkflowName): aws.sfn.StateMachine {
  const { stage, regionId, provider } = region;
  const place = placeOf(region);
  const arns = arnsOf(place);
  const name = deploymentNames(stage.name).workflowOf(workflow);
  const asl = JSON.stringify(definitions[workflow]);
  const logical = logicalName(region, workflow);
  const role = new aws.iam.Role(
    `${logical}WorkflowRole`,
    {
      name: `${name}-workflow-${regionId}`,
      assumeRolePolicy: trustOf("states.amazonaws.com", {
        StringEquals: { "aws:SourceAccount": place.accountId, "aws:SourceArn": arns.stateMachine(workflow) },
      }),
      inlinePolicies: [
        {
          name: "steps",
          policy: JSON.stringify({
            Version: "2012-10-17",
            Statement: [
              {
                Effect: "Allow",
                Action: "lambda:InvokeFunction",
                Resource: functionsOfWorkflow(asl).map(arns.function),
              },
              { Effect: "Allow", Action: WATCHED, Resource: "*" },
            ],
          }),
        },
      ],
    },
    { provider },
  );
  const logGroup = new aws.cloudwatch.LogGroup(
    `${logical}WorkflowLog`,
    { name: `/aws/vendedlogs/states/${name}`, retentionInDays: logRetentionDays(stage) },
    { provider },
  );
  return new aws.sfn.StateMachine(
    `${logical}Workflow`,
    {
      name,
      type: "STANDARD",
      roleArn: role.arn,
      definition: withArns(asl, arns.function),
      // what flows through an execution are routes and addresses: the history has them, the log does not
      loggingConfiguration: {
        level: "ALL",
        includeExecutionData: false,
        logDestination: $interpolate`${logGroup.arn}:*`,
      },
      tracingConfiguration: { enabled: true },
    },
    { provider },
  );
}
