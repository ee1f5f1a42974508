import { Aws, CfnOutput, Duration, type Stack, Validations } from "aws-cdk-lib";
import { CfnRule } from "aws-cdk-lib/aws-events";
import { CfnPolicy, CfnRole } from "aws-cdk-lib/aws-iam";
import { CfnQueue, CfnQueuePolicy } from "aws-cdk-lib/aws-sqs";
import type { SpokeSettings } from "./parameters.ts";
import { forwarded, MAX_EVENT_AGE_SECONDS } from "./patterns.ts";

/** Sends what AWS says of links to both of the hub's buses, from the default bus of this Region. */
export function addForwarding(stack: Stack, { name, busArns }: SpokeSettings): void {
  const ruleName = (id: string): string => `${name}-${id}`;
  const ruleArns = Object.keys(forwarded).map(
    (id) => `arn:${Aws.PARTITION}:events:${Aws.REGION}:${Aws.ACCOUNT_ID}:rule/${ruleName(id)}`,
  );
  const fromTheseRules = {
    StringEquals: { "aws:SourceAccount": Aws.ACCOUNT_ID },
    ArnEquals: { "aws:SourceArn": ruleArns },
  };
  const undelivered = addUndelivered(stack, fromTheseRules);
  const forwarder = new CfnRole(stack, "Forwarder", {
    description: "EventBridge sends events of links to Skylane's hub",
    assumeRolePolicyDocument: documentOf({
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: fromTheseRules,
    }),
  });
  const rights = new CfnPolicy(stack, "Forward", {
    policyName: "Forward",
    roles: [forwarder.ref],
    policyDocument: documentOf({ Effect: "Allow", Action: "events:PutEvents", Resource: busArns }),
  });
  for (const [id, { description, pattern }] of Object.entries(forwarded)) {
    const rule = new CfnRule(stack, pascal(id), {
      name: ruleName(id),
      description,
      eventPattern: pattern,
      state: "ENABLED",
      targets: busArns.map((arn, i) => ({
        id: i === 0 ? "home" : "standby",
        arn,
        roleArn: forwarder.attrArn,
        deadLetterConfig: { arn: undelivered.attrArn },
        retryPolicy: { maximumEventAgeInSeconds: MAX_EVENT_AGE_SECONDS, maximumRetryAttempts: 185 },
      })),
    });
    rule.addResourceDependency(rights);
  }
}

function addUndelivered(stack: Stack, fromTheseRules: object): CfnQueue {
  const queue = new CfnQueue(stack, "Undelivered", {
    messageRetentionPeriod: Duration.days(14).toSeconds(),
    sqsManagedSseEnabled: true,
  });
  new CfnQueuePolicy(stack, "UndeliveredPolicy", {
    queues: [queue.ref],
    policyDocument: documentOf(
      {
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queue.attrArn,
        Condition: fromTheseRules,
      },
      {
        Effect: "Deny",
        Principal: "*",
        Action: "sqs:*",
        Resource: queue.attrArn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ),
  });
  Validations.of(queue).acknowledge(
    { id: "AwsSolutions-SQS3", reason: "It is the dead-letter queue of the rules." },
    { id: "Serverless-SQSRedrivePolicy", reason: "It is the dead-letter queue of the rules." },
  );
  new CfnOutput(stack, "UndeliveredQueueUrl", { value: queue.ref });
  return queue;
}

const documentOf = (...Statement: readonly object[]): object => ({ Version: "2012-10-17", Statement });

const pascal = (id: string): string => id.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
