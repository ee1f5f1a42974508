import { createAlarm } from "./alarms.ts";
import { arnsOf } from "./arns.ts";
import { type AuditRule, auditRules, type ExpectedRoles } from "./audit-rules.ts";
import { logicalName, placeOf, type RegionContext } from "./context.ts";
import { createQueue } from "./dead-letters.ts";
import { logRetentionDays } from "./defaults.ts";

/** Queue of what could not be written down, by the part of its name after the stack's own. */
export const AUDIT_QUEUE = "audit-dead";
/** A day: what happened is worth knowing then, too. */
const MAX_AGE_SECONDS = 86_400;

/**
 * Keeps what happened beside Skylane in a log group of its own, and alarms on each. CloudTrail tells EventBridge only where a
 * trail records the account's calls.
 */
export function createAudit(
  region: RegionContext,
  roles: ExpectedRoles,
  { busName, topicArn }: { readonly busName: $util.Input<string>; readonly topicArn: $util.Input<string> },
): void {
  const { stage, regionId, suffix, provider } = region;
  const account = stage.settings.aws.accountId;
  const logGroup = new aws.cloudwatch.LogGroup(
    `Audit${suffix}`,
    { name: `/aws/events/${stage.name}-audit`, retentionInDays: logRetentionDays(stage) },
    { provider },
  );
  const specs = auditRules(roles);
  const { rule: ruleArn } = arnsOf(placeOf(region));
  const undelivered = createQueue(
    region,
    AUDIT_QUEUE,
    specs.map(({ name, isOnDefaultBus }) =>
      isOnDefaultBus
        ? `arn:aws:events:${regionId}:${account}:rule/${stage.name}-${name}`
        : ruleArn(`${stage.name}-${name}`),
    ),
  );
  const rules = specs.map((spec) => {
    const ofBus = spec.isOnDefaultBus ? {} : { eventBusName: busName };
    const rule = new aws.cloudwatch.EventRule(
      logicalName(region, `${spec.name}-rule`),
      {
        ...ofBus,
        name: `${stage.name}-${spec.name}`,
        description: spec.says.slice(0, 512),
        eventPattern: JSON.stringify(spec.pattern),
        // calls that only read are told to the account's own bus alone, and only to rules that ask for them
        state: spec.isOnDefaultBus ? "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" : "ENABLED",
      },
      { provider },
    );
    new aws.cloudwatch.EventTarget(
      logicalName(region, `${spec.name}-kept`),
      {
        ...ofBus,
        rule: rule.name,
        arn: logGroup.arn,
        retryPolicy: { maximumEventAgeInSeconds: MAX_AGE_SECONDS, maximumRetryAttempts: 185 },
        deadLetterConfig: { arn: undelivered.arn },
      },
      { provider },
    );
    countAndAlarm(region, spec, logGroup.name, topicArn);
    return rule;
  });
  const byEventBridge = { Service: ["delivery.logs.amazonaws.com", "events.amazonaws.com"] };
  new aws.cloudwatch.LogResourcePolicy(
    `AuditPolicy${suffix}`,
    {
      policyName: `${stage.name}-audit`,
      policyDocument: $jsonStringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: byEventBridge,
            Action: "logs:CreateLogStream",
            Resource: `arn:aws:logs:${regionId}:${account}:log-group:/aws/events/${stage.name}-audit:*`,
          },
          {
            Effect: "Allow",
            Principal: byEventBridge,
            Action: "logs:PutLogEvents",
            Resource: `arn:aws:logs:${regionId}:${account}:log-group:/aws/events/${stage.name}-audit:*:*`,
            Condition: { ArnEquals: { "aws:SourceArn": rules.map(({ arn }) => arn) } },
          },
        ],
      }),
    },
    { provider },
  );
}

function countAndAlarm(
  region: RegionContext,
  { name, metric, says, filter }: AuditRule,
  logGroupName: $util.Input<string>,
  topicArn: $util.Input<string>,
): void {
  const { stage, provider } = region;
  new aws.cloudwatch.LogMetricFilter(
    logicalName(region, metric),
    {
      name: `${stage.name}-${metric}`,
      logGroupName,
      pattern: filter,
      metricTransformation: { namespace: stage.name, name: metric, value: "1", unit: "Count" },
    },
    { provider },
  );
  createAlarm(
    region,
    {
      name,
      says,
      metrics: [{ namespace: stage.name, metricName: metric, dimensions: {} }],
      statistic: "Sum",
      is: "above",
      threshold: 0,
      periodSeconds: 60,
      badPeriods: [1, 1],
      silence: "notBreaching",
    },
    topicArn,
  );
}
