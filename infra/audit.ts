import { auditRules, type ExpectedRoles } from "./audit-rules.ts";
import { logicalName, type RegionContext } from "./context.ts";
import { logRetentionDays } from "./defaults.ts";
import { createNoticeRule, type NoticeRoute, tellTopic } from "./notices.ts";

/** A day: what happened is worth knowing then, too. */
const MAX_AGE_SECONDS = 86_400;

/**
 * Keeps what happened beside Skylane in a log group of its own, and tells of each. CloudTrail tells EventBridge only where a
 * trail records the account's calls.
 */
export function createAudit(region: RegionContext, roles: ExpectedRoles, route: NoticeRoute): void {
  const { stage, regionId, suffix, provider } = region;
  const account = stage.settings.aws.accountId;
  const logGroup = new aws.cloudwatch.LogGroup(
    `Audit${suffix}`,
    { name: `/aws/events/${stage.name}-audit`, retentionInDays: logRetentionDays(stage) },
    { provider },
  );
  const rules = auditRules(roles).map((spec) => {
    // calls that only read are told to the account's own bus alone, and only to rules that ask for them
    const state = spec.isOnDefaultBus ? "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" : "ENABLED";
    const rule = createNoticeRule(region, spec, route, state);
    new aws.cloudwatch.EventTarget(
      logicalName(region, `${spec.name}-kept`),
      {
        ...(!spec.isOnDefaultBus && { eventBusName: route.busName }),
        rule: rule.name,
        targetId: "kept",
        arn: logGroup.arn,
        retryPolicy: { maximumEventAgeInSeconds: MAX_AGE_SECONDS, maximumRetryAttempts: 185 },
        deadLetterConfig: { arn: route.deadLetterArn },
      },
      { provider },
    );
    tellTopic(region, spec, rule, route);
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
