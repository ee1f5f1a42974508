import { arnsOf } from "./arns.ts";
import { placeOf, type RegionContext } from "./context.ts";

/**
 * Where people are told of Skylane itself in a Region: an encrypted topic that CloudWatch, EventBridge's rules and the account's budgets
 * may write to, and a mail address.
 */
export function createTopic(region: RegionContext, key: { readonly arn: $util.Output<string> }) {
  const { stage, suffix, provider } = region;
  const account = stage.settings.aws.accountId;
  const topic = new aws.sns.Topic(
    `Alarms${suffix}`,
    { name: `${stage.name}-alarms`, kmsMasterKeyId: key.arn },
    { provider },
  );
  const publishing = (service: string, arns: string) => ({
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sns:Publish",
    Resource: topic.arn,
    Condition: { StringEquals: { "aws:SourceAccount": account }, ArnLike: { "aws:SourceArn": arns } },
  });
  new aws.sns.TopicPolicy(
    `AlarmsPolicy${suffix}`,
    {
      arn: topic.arn,
      policy: $jsonStringify({
        Version: "2012-10-17",
        Statement: [
          publishing("cloudwatch.amazonaws.com", arnsOf(placeOf(region)).alarms),
          publishing("budgets.amazonaws.com", `arn:aws:budgets::${account}:*`),
          publishing("costalerts.amazonaws.com", `arn:aws:ce::${account}:anomalysubscription/*`),
          // EventBridge names no source here; of another account's rules it takes no topic without a role
          {
            Sid: "NoticesOfRules",
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: "sns:Publish",
            Resource: topic.arn,
          },
          {
            Sid: "TlsOnly",
            Effect: "Deny",
            Principal: { AWS: "*" },
            Action: "sns:Publish",
            Resource: topic.arn,
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ],
      }),
    },
    { provider },
  );
  const { email } = stage.settings.alarms;
  if (email !== undefined)
    new aws.sns.TopicSubscription(
      `AlarmsMail${suffix}`,
      { topic: topic.arn, protocol: "email", endpoint: email },
      { provider },
    );
  return topic;
}
