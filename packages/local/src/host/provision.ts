import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { DeploymentNames, FunctionName, SkylaneConfig, TableSpec } from "@skylane/core";
import { rules, tables, wantedSchedules, withArns, workflows } from "@skylane/core";
import * as z from "zod";
import type { DynamoDb } from "../dynamodb/index.ts";
import type { AwsService } from "../edge/index.ts";
import type { Scheduler } from "../scheduler/index.ts";

const REPOSITORY = resolve(import.meta.dirname, "../../../..");

/** Where the deployment is made: the embedded services, whose account they play, and what its parts are called. */
export interface Account {
  readonly regionId: string;
  readonly accountId: string;
  readonly names: DeploymentNames;
}

const TimeToLive = z.object({ TimeToLiveDescription: z.object({ TimeToLiveStatus: z.string() }) });

/** ARN of a shipped function. */
const functionArn = ({ regionId, accountId, names }: Account, name: FunctionName): string =>
  `arn:aws:lambda:${regionId}:${accountId}:function:${names.functionOf(name)}`;

/** Makes the bus, its rules and targets, through the API, as a deployment does; repeating it changes nothing. */
export async function provisionBus(bus: AwsService, account: Account): Promise<void> {
  await unlessExists(() => bus.call("CreateEventBus", { Name: account.names.bus }));
  for (const rule of rules) {
    await bus.call("PutRule", {
      Name: rule.name,
      EventBusName: account.names.bus,
      EventPattern: JSON.stringify(rule.pattern),
      State: "ENABLED",
    });
    await bus.call("PutTargets", {
      Rule: rule.name,
      EventBusName: account.names.bus,
      Targets: [
        {
          Id: rule.target,
          Arn: functionArn(account, rule.target),
          RetryPolicy: { MaximumEventAgeInSeconds: rule.maxEventAgeSeconds, MaximumRetryAttempts: 185 },
        },
      ],
    });
  }
}

/** Makes or updates the state machines from the committed ASL, its placeholders filled with this account's ARNs. */
export async function provisionWorkflows(stepFunctions: AwsService, account: Account): Promise<void> {
  for (const name of workflows) {
    const asl = readFileSync(join(REPOSITORY, `packages/engine/workflows/${name}.asl.json`), "utf8");
    const definition = withArns(asl, (one) => functionArn(account, one));
    const machine = account.names.workflowOf(name);
    const roleArn = `arn:aws:iam::${account.accountId}:role/${machine}`;
    const stateMachineArn = `arn:aws:states:${account.regionId}:${account.accountId}:stateMachine:${machine}`;
    const isThere = await unlessExists(() =>
      stepFunctions.call("CreateStateMachine", { name: machine, definition, roleArn, type: "STANDARD" }),
    );
    if (isThere) await stepFunctions.call("UpdateStateMachine", { stateMachineArn, definition, roleArn });
  }
}

/** Makes the schedules this Region has for this configuration; one that is no longer wanted is removed. */
export function provisionSchedules(scheduler: Scheduler, config: SkylaneConfig, account: Account): void {
  const wanted = wantedSchedules(config, account.regionId);
  for (const { name, rate, timeZone, target, input, retryCount, maxAgeSeconds } of wanted)
    scheduler.put(name, {
      ScheduleExpression: rate,
      ...(timeZone !== undefined && { ScheduleExpressionTimezone: timeZone }),
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: {
        Arn: functionArn(account, target),
        RoleArn: `arn:aws:iam::${account.accountId}:role/skylane-scheduler`,
        Input: JSON.stringify(input),
        RetryPolicy: { MaximumRetryAttempts: retryCount, MaximumEventAgeInSeconds: maxAgeSeconds },
      },
    });
  for (const name of scheduler.names()) if (!wanted.some((one) => one.name === name)) scheduler.remove(name);
}

/** Makes the two tables if they are not there, as `tables` of core describes them. */
export async function provisionTables(
  dynamoDb: Pick<DynamoDb, "createTableIfMissing" | "call">,
  names: DeploymentNames,
): Promise<void> {
  const made: readonly (readonly [string, TableSpec])[] = [
    [names.stateTable, tables.state],
    [names.coordTable, tables.coord],
  ];
  for (const [TableName, { partitionKey, sortKey, expiresAt }] of made) {
    const keys = [partitionKey, ...(sortKey === undefined ? [] : [sortKey])];
    await dynamoDb.createTableIfMissing({
      TableName,
      KeySchema: keys.map((AttributeName, i) => ({ AttributeName, KeyType: i === 0 ? "HASH" : "RANGE" })),
      AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      BillingMode: "PAY_PER_REQUEST",
    });
    if (expiresAt !== undefined) await expireBy(dynamoDb, TableName, expiresAt);
  }
}

async function expireBy(dynamoDb: Pick<DynamoDb, "call">, TableName: string, AttributeName: string): Promise<void> {
  const { TimeToLiveDescription } = TimeToLive.parse(await dynamoDb.call("DescribeTimeToLive", { TableName }));
  if (TimeToLiveDescription.TimeToLiveStatus === "DISABLED")
    await dynamoDb.call("UpdateTimeToLive", { TableName, TimeToLiveSpecification: { Enabled: true, AttributeName } });
}

/** True if the thing was there already. */
async function unlessExists(create: () => Promise<unknown>): Promise<boolean> {
  try {
    await create();
    return false;
  } catch (error) {
    if (error instanceof Error && /AlreadyExists/.test(error.name)) return true;
    throw error;
  }
}
