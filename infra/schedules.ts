import { arnsOf } from "./arns.ts";
import { logicalName, placeOf, type RegionContext } from "./context.ts";
import type { DeadLetters } from "./dead-letters.ts";
import { trustOf } from "./defaults.ts";
import type { FunctionOf } from "./functions.ts";

/** Every schedule a Region has, in a group of its own, called by a role that may do nothing else. */
export function createSchedules(region: RegionContext, functionOf: FunctionOf, deadLetters: DeadLetters): void {
  const { stage, regionId, suffix, schedules, provider } = region;
  const place = placeOf(region);
  const arns = arnsOf(place);
  const group = new aws.scheduler.ScheduleGroup(`Schedules${suffix}`, { name: stage.name }, { provider });
  const targets = [...new Set(schedules.map(({ target }) => target))];
  const role = new aws.iam.Role(
    `SchedulerRole${suffix}`,
    {
      name: `${stage.name}-scheduler-${regionId}`,
      assumeRolePolicy: trustOf("scheduler.amazonaws.com", {
        StringEquals: { "aws:SourceAccount": place.accountId, "aws:SourceArn": arns.scheduleGroup },
      }),
      inlinePolicies: [
        {
          name: "call",
          policy: JSON.stringify({
            Version: "2012-10-17",
            Statement: [
              { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: targets.map(arns.function) },
              { Effect: "Allow", Action: "sqs:SendMessage", Resource: [...new Set(targets.map(deadLetters.arnOf))] },
            ],
          }),
        },
      ],
    },
    { provider },
  );
  for (const { name, rate, timeZone, target, input, retryCount, maxAgeSeconds } of schedules)
    new aws.scheduler.Schedule(
      `${logicalName(region, name)}Schedule`,
      {
        name,
        groupName: group.name,
        scheduleExpression: rate,
        scheduleExpressionTimezone: timeZone ?? "UTC",
        flexibleTimeWindow: { mode: "OFF" },
        target: {
          arn: functionOf(target).arn,
          roleArn: role.arn,
          input: JSON.stringify(input),
          retryPolicy: { maximumRetryAttempts: retryCount, maximumEventAgeInSeconds: maxAgeSeconds },
          deadLetterConfig: { arn: deadLetters.queueOf(target).arn },
        },
      },
      { provider },
    );
}
