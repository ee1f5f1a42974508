import { deploymentNames, rules } from "@skylane/core";
import { arnsOf } from "./arns.ts";
import { logicalName, placeOf, type RegionContext } from "./context.ts";
import type { DeadLetters } from "./dead-letters.ts";
import type { FunctionOf } from "./functions.ts";

/** EventBridge's highest number of tries; the age of the event ends them. */
const MAX_RETRIES = 185;

/** The bus of a Region with its archive, who may send to it, and every rule of the manifest. */
export function createBus(region: RegionContext, functionOf: FunctionOf, deadLetters: DeadLetters) {
  const { stage, suffix, provider } = region;
  const bus = new aws.cloudwatch.EventBus(`Bus${suffix}`, { name: deploymentNames(stage.name).bus }, { provider });
  new aws.cloudwatch.EventArchive(
    `Archive${suffix}`,
    { name: stage.name, eventSourceArn: bus.arn, retentionDays: stage.isKept ? 90 : 7 },
    { provider },
  );
  new aws.cloudwatch.EventBusPolicy(
    `BusPolicy${suffix}`,
    { eventBusName: bus.name, policy: JSON.stringify(busPolicy(region)) },
    { provider },
  );
  for (const { name, pattern, target, maxEventAgeSeconds } of rules) {
    const logical = logicalName(region, name);
    const rule = new aws.cloudwatch.EventRule(
      `${logical}Rule`,
      { name, eventBusName: bus.name, eventPattern: JSON.stringify(pattern) },
      { provider },
    );
    const permission = new aws.lambda.Permission(
      `${logical}RulePermission`,
      {
        action: "lambda:InvokeFunction",
        function: functionOf(target).name,
        principal: "events.amazonaws.com",
        sourceArn: rule.arn,
      },
      { provider },
    );
    new aws.cloudwatch.EventTarget(
      `${logical}Target`,
      {
        rule: rule.name,
        eventBusName: bus.name,
        targetId: target,
        arn: functionOf(target).arn,
        retryPolicy: { maximumEventAgeInSeconds: maxEventAgeSeconds, maximumRetryAttempts: MAX_RETRIES },
        deadLetterConfig: { arn: deadLetters.queueOf(target).arn },
      },
      { provider, dependsOn: permission },
    );
  }
  return bus;
}

/**
 * The configuration's accounts may forward what their clouds say, inside the organization if one is named; nobody but the hub's
 * own account may speak as Skylane, for what its rules act on is believed by its source.
 */
function busPolicy(region: RegionContext) {
  const { settings, config } = region.stage;
  const { accountId, organizationId } = settings.aws;
  const bus = arnsOf(placeOf(region)).bus;
  const senders = (config.clouds.aws?.accounts ?? []).map(({ id }) => id).filter((id) => id !== accountId);
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "OnlyTheHubSpeaksAsSkylane",
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: "events:PutEvents",
        Resource: bus,
        Condition: {
          StringNotEquals: { "aws:PrincipalAccount": accountId },
          "ForAnyValue:StringLike": { "events:source": "skylane.*" },
        },
      },
      ...(senders.length === 0
        ? []
        : [
            {
              Sid: "AccountsForward",
              Effect: "Allow",
              Principal: { AWS: senders.map((id) => `arn:aws:iam::${id}:root`) },
              Action: "events:PutEvents",
              Resource: bus,
              ...(organizationId !== undefined && {
                Condition: { StringEquals: { "aws:PrincipalOrgID": organizationId } },
              }),
            },
          ]),
    ],
  };
}
