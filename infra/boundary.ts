/**
 * The most that any role of Skylane in the hub's account can do, whatever is attached to it: what some function, workflow or
 * schedule needs, and nothing of IAM, networks or accounts. Routes are changed by roles of the accounts they are in.
 */
export const boundaryActions = [
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
] as const;

/** ARN of the boundary's policy. */
export const boundaryArn = (accountId: string, name: string): string =>
  `arn:aws:iam::${accountId}:policy/${name}-boundary`;

/** Makes the boundary, and puts every role that is made from now on within it. */
export function createBoundary(accountId: string, name: string): void {
  const boundary = new aws.iam.Policy("Boundary", {
    name: `${name}-boundary`,
    description: `The most that roles of ${name} can do`,
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: boundaryActions, Resource: "*" }],
    }),
  });
  $transform(aws.iam.Role, (args, options) => {
    args.permissionsBoundary ??= boundaryArn(accountId, name);
    options.dependsOn = $util.output(options.dependsOn).apply((others) => [boundary, ...[others ?? []].flat()]);
  });
}
