import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { SkylaneConfig } from "@skylane/core";
import { functions, names, rules, schedules, workflows } from "@skylane/core";
import type { AwsService } from "../edge/aws-service.ts";

const REPOSITORY = resolve(import.meta.dirname, "../../../..");

/** Where the deployment is made: the embedded services, and whose account they play. */
export interface Account {
  readonly regionId: string;
  readonly accountId: string;
}

/** ARN of a shipped function. */
export const functionArn = ({ regionId, accountId }: Account, name: string): string =>
  `arn:aws:lambda:${regionId}:${accountId}:function:skylane-${name}`;

/** Makes the bus, its rules and targets, through the API, as a deployment does; repeating it changes nothing. */
export async function provisionBus(bus: AwsService, account: Account): Promise<void> {
  await unlessExists(() => bus.call("CreateEventBus", { Name: names.bus }));
  for (const rule of rules) {
    await bus.call("PutRule", {
      Name: rule.name,
      EventBusName: names.bus,
      EventPattern: JSON.stringify(rule.pattern),
      State: "ENABLED",
    });
    await bus.call("PutTargets", {
      Rule: rule.name,
      EventBusName: names.bus,
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
    Object.keys(functions).map((name) => [`\${${pascal(name)}Arn}`, functionArn(account, name)]),
  );
  for (const name of workflows) {
    const asl = readFileSync(join(REPOSITORY, `packages/engine/workflows/${name}.asl.json`), "utf8");
    const definition = asl.replaceAll(/\$\{\w+\}/g, (placeholder) => arnByPlaceholder.get(placeholder) ?? placeholder);
    const roleArn = `arn:aws:iam::${account.accountId}:role/skylane-${name}`;
    const stateMachineArn = `arn:aws:states:${account.regionId}:${account.accountId}:stateMachine:skylane-${name}`;
    const isThere = await unlessExists(() =>
      stepFunctions.call("CreateStateMachine", { name: `skylane-${name}`, definition, roleArn, type: "STANDARD" }),
    );
    if (isThere) await stepFunctions.call("UpdateStateMachine", { stateMachineArn, definition, roleArn });
  }
}

/** One schedule as the Scheduler API takes it. */
export interface ScheduleSpec {
  readonly name: string;
  readonly rate: string;
  readonly functionName: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Every schedule of this configuration: the fixed ones, and a probe burst per vantage. */
export const schedulesOf = (config: SkylaneConfig): readonly ScheduleSpec[] => [
  ...schedules.map(({ name, rate, target }) => ({ name, rate, functionName: target, input: {} })),
  ...config.vantages.map(({ id }) => ({
    name: `probe-burst-${id}`,
    rate: "rate(1 minute)",
    functionName: "probe-burst",
    input: { vantageId: id, scheduledTime: "<aws.scheduler.scheduled-time>" },
  })),
];

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
