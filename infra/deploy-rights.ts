/** What a deployment calls to make, read, change and take away resources of one type. */
export interface Rights {
  readonly service: string;
  readonly actions: readonly string[];
  /** ARNs it is limited to, by the deployment's account and name. */
  readonly on: readonly string[];
}

const NAME = "<name>";
const rights = (service: string, on: string | readonly string[], actions: string): Rights => ({
  service,
  on: [on].flat(),
  actions: actions.split(" "),
});

const logs = "arn:aws:logs:*:<account>:log-group:*";
const api = ["arn:aws:apigateway:*::/apis", "arn:aws:apigateway:*::/apis/*", "arn:aws:apigateway:*::/tags/*"];
const rules = [`arn:aws:events:*:<account>:rule/${NAME}/*`, `arn:aws:events:*:<account>:rule/${NAME}-*`];
const lambda = `arn:aws:lambda:*:<account>:function:${NAME}-*`;
const bucket = `arn:aws:s3:::${NAME}-site-<account>-*`;
const edge = "arn:aws:cloudfront::<account>:*";
const bus = `arn:aws:events:*:<account>:event-bus/${NAME}`;
const queue = `arn:aws:sqs:*:<account>:${NAME}-*`;
const topic = `arn:aws:sns:*:<account>:${NAME}-alarms*`;
const key = "arn:aws:kms:*:<account>:key/*";

/**
 * By type of resource, as Pulumi names it. IAM's own types are not here: roles are made within a boundary, see `identity.ts`.
 * @see Service Authorization Reference, one page a service (read 2026-11)
 */
export const deployRights: Readonly<Record<string, Rights>> = {
  "aws:apigatewayv2/api:Api": rights("apigateway", api, "DELETE GET PATCH POST PUT"),
  "aws:apigatewayv2/authorizer:Authorizer": rights("apigateway", api, "DELETE GET PATCH POST"),
  "aws:apigatewayv2/integration:Integration": rights("apigateway", api, "DELETE GET PATCH POST"),
  "aws:apigatewayv2/route:Route": rights("apigateway", api, "DELETE GET PATCH POST"),
  "aws:apigatewayv2/stage:Stage": rights("apigateway", api, "DELETE GET PATCH POST"),
  "aws:budgets/budget:Budget": rights(
    "budgets",
    `arn:aws:budgets::<account>:budget/${NAME}`,
    "ListTagsForResource ModifyBudget TagResource UntagResource ViewBudget",
  ),
  "aws:cloudfront/distribution:Distribution": rights(
    "cloudfront",
    edge,
    "CreateDistribution DeleteDistribution GetDistribution ListTagsForResource TagResource UntagResource UpdateDistribution",
  ),
  "aws:cloudfront/originAccessControl:OriginAccessControl": rights(
    "cloudfront",
    edge,
    "CreateOriginAccessControl DeleteOriginAccessControl GetOriginAccessControl UpdateOriginAccessControl",
  ),
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": rights(
    "cloudfront",
    edge,
    "CreateResponseHeadersPolicy DeleteResponseHeadersPolicy GetResponseHeadersPolicy UpdateResponseHeadersPolicy",
  ),
  "aws:cloudwatch/dashboard:Dashboard": rights(
    "cloudwatch",
    `arn:aws:cloudwatch::<account>:dashboard/${NAME}-*`,
    "DeleteDashboards GetDashboard PutDashboard",
  ),
  "aws:cloudwatch/eventArchive:EventArchive": rights(
    "events",
    [bus, `arn:aws:events:*:<account>:archive/${NAME}`],
    "CreateArchive DeleteArchive DescribeArchive UpdateArchive",
  ),
  "aws:cloudwatch/eventBus:EventBus": rights(
    "events",
    bus,
    "CreateEventBus DeleteEventBus DescribeEventBus ListTagsForResource TagResource UntagResource UpdateEventBus",
  ),
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy": rights(
    "events",
    bus,
    "DescribeEventBus PutPermission RemovePermission",
  ),
  "aws:cloudwatch/eventRule:EventRule": rights(
    "events",
    rules,
    "DeleteRule DescribeRule DisableRule EnableRule ListTagsForResource PutRule TagResource UntagResource",
  ),
  "aws:cloudwatch/eventTarget:EventTarget": rights("events", rules, "ListTargetsByRule PutTargets RemoveTargets"),
  "aws:cloudwatch/logGroup:LogGroup": rights(
    "logs",
    logs,
    "CreateLogGroup DeleteLogGroup DescribeLogGroups ListTagsForResource PutRetentionPolicy TagResource UntagResource",
  ),
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": rights(
    "logs",
    logs,
    "DeleteMetricFilter DescribeMetricFilters PutMetricFilter",
  ),
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": rights(
    "logs",
    "*",
    "DeleteResourcePolicy DescribeResourcePolicies PutResourcePolicy",
  ),
  "aws:cloudwatch/metricAlarm:MetricAlarm": rights(
    "cloudwatch",
    `arn:aws:cloudwatch:*:<account>:alarm:${NAME}-*`,
    "DeleteAlarms DescribeAlarms ListTagsForResource PutMetricAlarm TagResource UntagResource",
  ),
  "aws:costexplorer/anomalyMonitor:AnomalyMonitor": rights(
    "ce",
    "*",
    "CreateAnomalyMonitor DeleteAnomalyMonitor GetAnomalyMonitors ListTagsForResource TagResource UntagResource UpdateAnomalyMonitor",
  ),
  "aws:costexplorer/anomalySubscription:AnomalySubscription": rights(
    "ce",
    "*",
    "CreateAnomalySubscription DeleteAnomalySubscription GetAnomalySubscriptions UpdateAnomalySubscription",
  ),
  "aws:dynamodb/table:Table": rights(
    "dynamodb",
    [`arn:aws:dynamodb:*:<account>:table/${NAME}-*`, `arn:aws:dynamodb::<account>:global-table/${NAME}-*`],
    "CreateGlobalTableWitness CreateTable CreateTableReplica DeleteTable DescribeContinuousBackups DescribeTable DescribeTimeToLive ListTagsOfResource TagResource UntagResource UpdateContinuousBackups UpdateTable UpdateTimeToLive",
  ),
  "aws:kms/alias:Alias": rights(
    "kms",
    [key, `arn:aws:kms:*:<account>:alias/${NAME}`],
    "CreateAlias DeleteAlias ListAliases UpdateAlias",
  ),
  "aws:kms/key:Key": rights(
    "kms",
    "*",
    "CreateKey DescribeKey EnableKeyRotation GetKeyPolicy GetKeyRotationStatus ListResourceTags PutKeyPolicy ScheduleKeyDeletion TagResource UntagResource UpdateKeyDescription",
  ),
  "aws:lambda/function:Function": rights(
    "lambda",
    lambda,
    "CreateFunction DeleteFunction DeleteFunctionConcurrency GetFunction GetFunctionCodeSigningConfig GetFunctionConfiguration ListTags ListVersionsByFunction PutFunctionConcurrency TagResource UntagResource UpdateFunctionCode UpdateFunctionConfiguration",
  ),
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": rights(
    "lambda",
    lambda,
    "DeleteFunctionEventInvokeConfig GetFunctionEventInvokeConfig PutFunctionEventInvokeConfig",
  ),
  "aws:lambda/permission:Permission": rights("lambda", lambda, "AddPermission GetPolicy RemovePermission"),
  "aws:s3/bucket:Bucket": rights(
    "s3",
    bucket,
    "CreateBucket DeleteBucket GetBucketAcl GetBucketCORS GetBucketLocation GetBucketLogging GetBucketObjectLockConfiguration GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite GetAccelerateConfiguration GetEncryptionConfiguration GetLifecycleConfiguration GetReplicationConfiguration ListBucket PutBucketTagging",
  ),
  "aws:s3/bucketObjectv2:BucketObjectv2": rights(
    "s3",
    `${bucket}/*`,
    "DeleteObject GetObject GetObjectTagging PutObject PutObjectTagging",
  ),
  "aws:s3/bucketPolicy:BucketPolicy": rights("s3", bucket, "DeleteBucketPolicy GetBucketPolicy PutBucketPolicy"),
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": rights(
    "s3",
    bucket,
    "GetBucketPublicAccessBlock PutBucketPublicAccessBlock",
  ),
  "aws:scheduler/schedule:Schedule": rights(
    "scheduler",
    `arn:aws:scheduler:*:<account>:schedule/${NAME}/*`,
    "CreateSchedule DeleteSchedule GetSchedule UpdateSchedule",
  ),
  "aws:scheduler/scheduleGroup:ScheduleGroup": rights(
    "scheduler",
    `arn:aws:scheduler:*:<account>:schedule-group/${NAME}`,
    "CreateScheduleGroup DeleteScheduleGroup GetScheduleGroup ListTagsForResource TagResource UntagResource",
  ),
  "aws:sfn/stateMachine:StateMachine": rights(
    "states",
    `arn:aws:states:*:<account>:stateMachine:${NAME}-*`,
    "CreateStateMachine DeleteStateMachine DescribeStateMachine ListStateMachineVersions ListTagsForResource TagResource UntagResource UpdateStateMachine ValidateStateMachineDefinition",
  ),
  "aws:sns/topic:Topic": rights(
    "sns",
    topic,
    "CreateTopic DeleteTopic GetTopicAttributes ListTagsForResource SetTopicAttributes TagResource UntagResource",
  ),
  "aws:sns/topicPolicy:TopicPolicy": rights("sns", topic, "GetTopicAttributes SetTopicAttributes"),
  "aws:sns/topicSubscription:TopicSubscription": rights(
    "sns",
    topic,
    "GetSubscriptionAttributes SetSubscriptionAttributes Subscribe Unsubscribe",
  ),
  "aws:sqs/queue:Queue": rights(
    "sqs",
    queue,
    "CreateQueue DeleteQueue GetQueueAttributes GetQueueUrl ListQueueTags SetQueueAttributes TagQueue UntagQueue",
  ),
  "aws:sqs/queuePolicy:QueuePolicy": rights("sqs", queue, "GetQueueAttributes SetQueueAttributes"),
};

/** SST's own: its state and the functions' code in two buckets, the passphrase of its state; and the look at quotas before it begins. */
const sstRights: readonly Rights[] = [
  rights(
    "s3",
    ["arn:aws:s3:::sst-state-*", "arn:aws:s3:::sst-asset-*"],
    "CreateBucket DeleteObject GetObject ListBucket PutBucketVersioning PutObject PutPublicAccessBlock",
  ),
  rights("ssm", "arn:aws:ssm:*:<account>:parameter/sst/*", "GetParameter GetParameters PutParameter"),
  rights("servicequotas", "*", "GetServiceQuota"),
];

interface Statement {
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/** Statements for all of it, one for each set of resources. */
export function deployStatements(accountId: string, name: string): readonly Statement[] {
  const bySet = new Map<string, { actions: Set<string>; on: readonly string[] }>();
  for (const { service, actions, on } of [...Object.values(deployRights), ...sstRights]) {
    const own = on.map((arn) => arn.replaceAll("<account>", accountId).replaceAll(NAME, name));
    const set = bySet.get(own.join()) ?? { actions: new Set<string>(), on: own };
    for (const action of actions) set.actions.add(`${service}:${action}`);
    bySet.set(own.join(), set);
  }
  return [...bySet.values()].map(({ actions, on }) => ({ Effect: "Allow", Action: [...actions].sort(), Resource: on }));
}
