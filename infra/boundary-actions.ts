import { networkInterfaceActions } from "./permissions.ts";

/**
 * The most that any role of Skylane in the hub's account can do, whatever is attached to it: what some function, workflow or
 * schedule needs, and nothing of IAM, networks or accounts. Routes are changed by roles of the accounts they are in.
 */
const always = [
  "dynamodb:BatchWriteItem",
  "dynamodb:DeleteItem",
  "dynamodb:GetItem",
  "dynamodb:PutItem",
  "dynamodb:Query",
  "dynamodb:Scan",
  "dynamodb:UpdateItem",
  "events:PutEvents",
  "kms:Decrypt",
  "lambda:InvokeFunction",
  "logs:CreateLogDelivery",
  "logs:CreateLogStream",
  "logs:DeleteLogDelivery",
  "logs:DescribeLogGroups",
  "logs:DescribeResourcePolicies",
  "logs:GetLogDelivery",
  "logs:ListLogDeliveries",
  "logs:PutLogEvents",
  "logs:PutResourcePolicy",
  "logs:UpdateLogDelivery",
  "sqs:SendMessage",
  "ssm:GetParametersByPath",
  "states:StartExecution",
  "sts:AssumeRole",
  "sts:GetWebIdentityToken",
  "xray:GetSamplingRules",
  "xray:GetSamplingTargets",
  "xray:PutTelemetryRecords",
  "xray:PutTraceSegments",
];

/** Making, reading and taking away pre-shared keys of tunnels. */
const presharedKeyActions = ["kms:Encrypt", "ssm:DeleteParameter", "ssm:GetParameter", "ssm:PutParameter"];

/** Reading bills where they lie. */
const billActions = ["s3:GetObject", "s3:ListBucket"];

/** All that a stage's boundary allows: with functions in subnets, what Lambda does to put them there; where it builds, the keys of tunnels; where bills lie in S3, reading them; where its own account's bill is asked for, asking; where there is a status page, writing it. */
export const boundaryActions = (stage: {
  readonly isInNetwork: boolean;
  readonly builds: boolean;
  readonly readsBills: boolean;
  readonly asksForBill: boolean;
  readonly publishesStatus: boolean;
}): readonly string[] => [
  ...always,
  ...(stage.isInNetwork ? networkInterfaceActions : []),
  ...(stage.builds ? presharedKeyActions : []),
  ...(stage.readsBills ? billActions : []),
  ...(stage.asksForBill ? ["ce:GetCostAndUsage"] : []),
  ...(stage.publishesStatus ? ["s3:PutObject"] : []),
];

/** ARN of the boundary's policy. */
export const boundaryArn = (accountId: string, name: string): string =>
  `arn:aws:iam::${accountId}:policy/${name}-boundary`;
