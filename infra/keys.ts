import { deploymentNames } from "@skylane/core";
import { arnsOf } from "./arns.ts";
import { placeOf, type RegionContext } from "./context.ts";

/** Administration of a key, without its use. */
const ADMINISTRATION = [
  "kms:CancelKeyDeletion",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListKeyPolicies",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateKeyDescription",
];

/**
 * The key of a Region: of the secrets an operator puts into the parameter store, and of what people are told. Everything else
 * Skylane keeps is encrypted by keys of AWS's own (ADR 16).
 */
export function createKey(region: RegionContext) {
  const { stage, regionId, suffix, provider } = region;
  const account = stage.settings.aws.accountId;
  const root = { AWS: `arn:aws:iam::${account}:root` };
  const bySns = (service: string, arns: string) => ({
    Effect: "Allow",
    Principal: { Service: service },
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Resource: "*",
    Condition: { StringEquals: { "aws:SourceAccount": account }, ArnLike: { "aws:SourceArn": arns } },
  });
  const key = new aws.kms.Key(
    `Key${suffix}`,
    {
      description: `Secrets and alarms of ${stage.name}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          { Sid: "Administer", Effect: "Allow", Principal: root, Action: ADMINISTRATION, Resource: "*" },
          {
            // whom IAM lets, and even them only by the parameter store
            Sid: "UseForSecrets",
            Effect: "Allow",
            Principal: root,
            Action: ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"],
            Resource: "*",
            Condition: { StringEquals: { "kms:ViaService": `ssm.${regionId}.amazonaws.com` } },
          },
          bySns("cloudwatch.amazonaws.com", arnsOf(placeOf(region)).alarms),
          bySns("budgets.amazonaws.com", `arn:aws:budgets::${account}:*`),
          bySns("costalerts.amazonaws.com", `arn:aws:ce::${account}:anomalysubscription/*`),
          {
            // SNS's guide, key management: of EventBridge, KMS is told neither account nor rule; but it is told the topic
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: ["kms:Decrypt", "kms:GenerateDataKey"],
            Resource: "*",
            Condition: { StringEquals: { "kms:EncryptionContext:aws:sns:topicArn": arnsOf(placeOf(region)).topic } },
          },
        ],
      }),
    },
    { provider },
  );
  new aws.kms.Alias(
    `KeyAlias${suffix}`,
    { name: deploymentNames(stage.name).keyAlias, targetKeyId: key.keyId },
    { provider },
  );
  return key;
}
