import { DescribeContinuousBackupsCommand, DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  DescribeEventBusCommand,
  EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from "@aws-sdk/client-eventbridge";
import {
  GetAccountSettingsCommand,
  GetFunctionConcurrencyCommand,
  LambdaClient,
  ListFunctionsCommand,
} from "@aws-sdk/client-lambda";
import { ListSchedulesCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { DescribeStateMachineCommand, ListStateMachinesCommand, SFNClient } from "@aws-sdk/client-sfn";
import { DescribeParametersCommand, SSMClient } from "@aws-sdk/client-ssm";
import { GetCallerIdentityCommand, GetWebIdentityTokenCommand, STSClient } from "@aws-sdk/client-sts";
import * as z from "zod";
import { allPages } from "./all-pages.ts";
import type { AwsReads } from "./aws-reads.ts";
import { callJson, type JsonService } from "./call-json.ts";
import { watchDates } from "./watch-dates.ts";

const SQS: JsonService = {
  service: "sqs",
  targetPrefix: "AmazonSQS",
  contentType: "application/x-amz-json-1.0",
  variable: "SQS",
};
const QUOTAS: JsonService = {
  service: "servicequotas",
  targetPrefix: "ServiceQuotasV20190624",
  contentType: "application/x-amz-json-1.1",
  variable: "SERVICE_QUOTAS",
};
const QueueUrl = z.object({ QueueUrl: z.string() });
const Depth = z.object({ Attributes: z.object({ ApproximateNumberOfMessages: z.coerce.number() }) });
const Quotas = z.object({
  Quotas: z.array(z.object({ QuotaName: z.string(), QuotaCode: z.string(), Value: z.number() })),
  NextToken: z.string().optional(),
});

/** The reads on the vendor's SDK, with the credentials and endpoints of the environment. */
export function awsReadsOf(regionId: string, nowMs: () => number): AwsReads {
  const common = {
    region: regionId,
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 8_000, throwOnRequestTimeout: true },
  };
  const sts = new STSClient(common);
  const dynamo = new DynamoDBClient(common);
  const bus = new EventBridgeClient(common);
  const lambda = new LambdaClient(common);
  const states = new SFNClient(common);
  const scheduler = new SchedulerClient(common);
  const ssm = new SSMClient(common);
  return {
    async caller() {
      const command = new GetCallerIdentityCommand({});
      const date = watchDates(command, nowMs);
      const { Account = "", Arn = "" } = await sts.send(command);
      return { accountId: Account, arn: Arn, date: date() };
    },
    async tryFederation(audience) {
      const DurationSeconds = 60; // the least there is; the token itself is dropped here
      await sts.send(
        new GetWebIdentityTokenCommand({ Audience: [audience], DurationSeconds, SigningAlgorithm: "RS256" }),
      );
    },
    async table(name) {
      const { Table = {} } = await dynamo.send(new DescribeTableCommand({ TableName: name }));
      return {
        status: Table.TableStatus ?? "",
        keys: (Table.KeySchema ?? []).map(({ AttributeName, KeyType }) => `${AttributeName} ${KeyType}`),
        isProtected: Table.DeletionProtectionEnabled,
        replicas: (Table.Replicas ?? []).map(({ RegionName = "", ReplicaStatus = "" }) => ({
          regionId: RegionName,
          status: ReplicaStatus,
        })),
        isStrong: Table.MultiRegionConsistency === "STRONG",
        witnessRegionIds: (Table.GlobalTableWitnesses ?? []).map(({ RegionName = "" }) => RegionName),
      };
    },
    async isRecoverable(table) {
      const answer = await dynamo.send(new DescribeContinuousBackupsCommand({ TableName: table }));
      const { PointInTimeRecoveryDescription: recovery } = answer.ContinuousBackupsDescription ?? {};
      return recovery?.PointInTimeRecoveryStatus === "ENABLED";
    },
    busArn: async (name) => (await bus.send(new DescribeEventBusCommand({ Name: name }))).Arn ?? "",
    async rules(name) {
      const found = await allPages(async (NextToken) => {
        const page = await bus.send(new ListRulesCommand({ EventBusName: name, NextToken }));
        return { items: page.Rules ?? [], next: page.NextToken };
      });
      return Promise.all(
        found.map(async ({ Name: rule = "", State, EventPattern = "{}" }) => {
          const { Targets = [] } = await bus.send(new ListTargetsByRuleCommand({ EventBusName: name, Rule: rule }));
          return {
            name: rule,
            isEnabled: State !== "DISABLED",
            pattern: EventPattern,
            targets: Targets.map(({ Arn = "", RetryPolicy, DeadLetterConfig }) => ({
              arn: Arn,
              maxEventAgeSeconds: RetryPolicy?.MaximumEventAgeInSeconds,
              deadLetterArn: DeadLetterConfig?.Arn,
            })),
          };
        }),
      );
    },
    async functions(prefix) {
      const found = await allPages(async (Marker) => {
        const page = await lambda.send(new ListFunctionsCommand({ Marker }));
        return { items: page.Functions ?? [], next: page.NextMarker };
      });
      return found.flatMap(({ FunctionName: name = "", Runtime = "", Timeout = 0, MemorySize = 0 }) =>
        name.startsWith(prefix) ? [{ name, runtime: Runtime, timeoutSeconds: Timeout, memoryMb: MemorySize }] : [],
      );
    },
    reservedConcurrency: async (FunctionName) =>
      (await lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }))).ReservedConcurrentExecutions,
    async concurrency() {
      const { AccountLimit } = await lambda.send(new GetAccountSettingsCommand({}));
      return {
        limitCount: AccountLimit?.ConcurrentExecutions ?? 0,
        unreservedCount: AccountLimit?.UnreservedConcurrentExecutions ?? 0,
      };
    },
    async stateMachines(prefix) {
      const found = await allPages(async (nextToken) => {
        const page = await states.send(new ListStateMachinesCommand({ nextToken }));
        return { items: page.stateMachines ?? [], next: page.nextToken };
      });
      const own = found.filter(({ name = "" }) => name.startsWith(prefix));
      return Promise.all(
        own.map(async ({ name = "", stateMachineArn }) => {
          const { status = "", definition = "" } = await states.send(
            new DescribeStateMachineCommand({ stateMachineArn }),
          );
          return { name, status, definition };
        }),
      );
    },
    async schedules() {
      const found = await allPages(async (NextToken) => {
        const page = await scheduler.send(new ListSchedulesCommand({ NextToken }));
        return { items: page.Schedules ?? [], next: page.NextToken };
      });
      return found.map(({ Name = "", State, Target }) => ({
        name: Name,
        isEnabled: State !== "DISABLED",
        targetArn: Target?.Arn ?? "",
      }));
    },
    async queueDepth(queueArn) {
      const [QueueOwnerAWSAccountId, QueueName] = queueArn.split(":").slice(-2);
      const { QueueUrl: url } = await callJson(
        sts,
        SQS,
        "GetQueueUrl",
        { QueueName, QueueOwnerAWSAccountId },
        QueueUrl,
      );
      const asked = { QueueUrl: url, AttributeNames: ["ApproximateNumberOfMessages"] };
      return (await callJson(sts, SQS, "GetQueueAttributes", asked, Depth)).Attributes.ApproximateNumberOfMessages;
    },
    async quotas(serviceCode) {
      const found = await allPages(async (NextToken) => {
        const asked = { ServiceCode: serviceCode, ...(NextToken !== undefined && { NextToken }) };
        const page = await callJson(sts, QUOTAS, "ListServiceQuotas", asked, Quotas);
        return { items: page.Quotas, next: page.NextToken };
      });
      return new Map(found.map(({ QuotaName, QuotaCode, Value }) => [QuotaName, { code: QuotaCode, value: Value }]));
    },
    parameterNames: (path) =>
      allPages(async (NextToken) => {
        const page = await ssm.send(
          new DescribeParametersCommand({ ParameterFilters: [{ Key: "Path", Values: [path] }], NextToken }),
        );
        return { items: (page.Parameters ?? []).map(({ Name = "" }) => Name), next: page.NextToken };
      }),
  };
}
