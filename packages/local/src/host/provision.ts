import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { DeploymentNames, FunctionName, SkylaneConfig } from "@skylane/core";
import { functions, regionOfVantage, rules, schedules, workflows } from "@skylane/core";
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
  const arnByPlaceholder = new Map(
    (Object.keys(functions) as FunctionName[]).map((name) => [`\${${pascal(name)}Arn}`, functionArn(account, name)]),
  );
  for (const name of workflows) {
    const asl = readFileSync(join(REPOSITORY, `packages/engine/workflows/${name}.asl.json`), "utf8");
    const definition = asl.replaceAll(/\$\{\w+\}/g, (placeholder) => arnByPlaceholder.get(placeholder) ?? placeholder);
    const machine = account.names.workflowOf(name);
    const roleArn = `arn:aws:iam::${account.accountId}:role/${machine}`;
    const stateMachineArn = `arn:aws:states:${account.regionId}:${account.accountId}:stateMachine:${machine}`;
    const isThere = await unlessExists(() =>
      stepFunctions.call("CreateStateMachine", { name: machine, definition, roleArn, type: "STANDARD" }),
    );
    if (isThere) await stepFunctions.call("UpdateStateMachine", { stateMachineArn, definition, roleArn });
  }
}

interface WantedSchedule {
  readonly name: string;
  readonly rate: string;
  /** For a cron; absent = UTC. */
  readonly timeZone?: string;
  readonly target: FunctionName;
  readonly input: object;
}

/** Makes the schedules of this configuration: the fixed ones, its drills, and a probe burst per vantage that neither an agent nor the other Region probes from. One that is no longer wanted is removed. */
export function provisionSchedules(scheduler: Scheduler, config: SkylaneConfig, account: Account): void {
  const scheduled = config.vantages.filter(
    ({ id, runsAs }) => runsAs === "function" && (regionOfVantage(config, id) ?? account.regionId) === account.regionId,
  );
  const bursts = scheduled.map(
    ({ id }): WantedSchedule => ({
      name: `probe-burst-${id}`,
      rate: "rate(1 minute)",
      target: "probe-burst",
      input: { vantageId: id, scheduledTime: "<aws.scheduler.scheduled-time>" },
    }),
  );
  const looks = Object.keys(config.clouds).map(
    (cloud): WantedSchedule => ({
      name: `discover-${cloud}`,
      rate: "rate(1 hour)",
      target: "discover-cloud",
      input: { cloud },
    }),
  );
  const drills = config.drills.flatMap(({ id, schedule }): readonly WantedSchedule[] =>
    schedule === undefined
      ? []
      : [
          {
            name: `drill-${id}`,
            rate: schedule.expression,
            timeZone: schedule.timeZone,
            target: "start-drill",
            input: { drillId: id, scheduledTime: "<aws.scheduler.scheduled-time>" },
          },
        ],
  );
  const wanted: readonly WantedSchedule[] = [
    ...drills,
    ...looks,
    ...schedules.map((schedule) => ({ ...schedule, input: { scheduledTime: "<aws.scheduler.scheduled-time>" } })),
    ...bursts,
  ];
  for (const { name, rate, timeZone, target, input } of wanted)
    scheduler.put(name, {
      ScheduleExpression: rate,
      ...(timeZone !== undefined && { ScheduleExpressionTimezone: timeZone }),
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: {
        Arn: functionArn(account, target),
        RoleArn: `arn:aws:iam::${account.accountId}:role/skylane-scheduler`,
        Input: JSON.stringify(input),
        // A burst that is a minute late is stale: it is not tried again.
        RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
      },
    });
  for (const name of scheduler.names()) if (!wanted.some((one) => one.name === name)) scheduler.remove(name);
}

/** Makes the two tables if they are not there: that of state by partition and sort key, that of coordination by partition key alone. */
export async function provisionTables(
  tables: Pick<DynamoDb, "createTableIfMissing" | "call">,
  names: DeploymentNames,
): Promise<void> {
  const key = (AttributeName: string, KeyType: "HASH" | "RANGE") => ({ AttributeName, KeyType });
  const text = (AttributeName: string) => ({ AttributeName, AttributeType: "S" });
  const onDemand = { BillingMode: "PAY_PER_REQUEST" };
  await tables.createTableIfMissing({
    TableName: names.stateTable,
    KeySchema: [key("pk", "HASH"), key("sk", "RANGE")],
    AttributeDefinitions: [text("pk"), text("sk")],
    ...onDemand,
  });
  await tables.createTableIfMissing({
    TableName: names.coordTable,
    KeySchema: [key("pk", "HASH")],
    AttributeDefinitions: [text("pk")],
    ...onDemand,
  });
  const { TimeToLiveDescription } = TimeToLive.parse(
    await tables.call("DescribeTimeToLive", { TableName: names.stateTable }),
  );
  if (TimeToLiveDescription.TimeToLiveStatus === "DISABLED")
    await tables.call("UpdateTimeToLive", {
      TableName: names.stateTable,
      TimeToLiveSpecification: { Enabled: true, AttributeName: "expiresAtSeconds" },
    });
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

const pascal = (name: string): string =>
  name.replaceAll(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
