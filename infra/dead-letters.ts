import { type FunctionName, functions, rules } from "@skylane/core";
import { arnsOf } from "./arns.ts";
import { logicalName, placeOf, type RegionContext } from "./context.ts";
import { deliveryTo } from "./delivery.ts";

/** The longest SQS keeps a message: what was left undone can be looked at, and sent again. */
const KEEP_SECONDS = 14 * 24 * 3_600;

/** Queue of the functions that somebody waits for. Nobody hands them events; if somebody does, what failed is here. */
const CALLS = "calls-dead";

/** Part of the name after the stack's own of the queue with what could not be handed to a function, or what it did not do. */
const queueName = (functionName: FunctionName, region: RegionContext): string =>
  deliveryTo(functionName, region.schedules).isAsync ? `${functionName}-dead` : CALLS;

/** One queue for each function that takes events, beside its rules and schedules; one for all the others. */
export function createDeadLetters(region: RegionContext) {
  const arns = arnsOf(placeOf(region));
  const names = Object.keys(functions) as FunctionName[];
  const made = new Map(
    [...new Set(names.map((name) => queueName(name, region)))].map((queue) => {
      const senders = rules
        .filter(({ target }) => queueName(target, region) === queue)
        .map(({ name }) => arns.rule(name));
      return [queue, createQueue(region, queue, senders)] as const;
    }),
  );
  return {
    /** Every queue, by the part of its name after the stack's own. */
    queues: made,
    queueOf(functionName: FunctionName) {
      const queue = made.get(queueName(functionName, region));
      if (queue === undefined) throw new Error(`no queue for ${functionName}`);
      return queue;
    },
    arnOf: (functionName: FunctionName) => arns.queue(queueName(functionName, region)),
  };
}
export type DeadLetters = ReturnType<typeof createDeadLetters>;

function createQueue(region: RegionContext, queue: string, ruleArns: readonly string[]) {
  const { provider } = region;
  const { name } = region.stage;
  const logical = logicalName(region, `${queue}-queue`);
  const arn = arnsOf(placeOf(region)).queue(queue);
  const made = new aws.sqs.Queue(
    logical,
    { name: `${name}-${queue}`, messageRetentionSeconds: KEEP_SECONDS, sqsManagedSseEnabled: true },
    { provider },
  );
  new aws.sqs.QueuePolicy(
    `${logical}Policy`,
    { queueUrl: made.url, policy: JSON.stringify(queuePolicy(arn, ruleArns)) },
    { provider },
  );
  return made;
}

/** Only over TLS, and from the bus only by the rules whose queue it is. Functions and Scheduler send with their own roles. */
const queuePolicy = (arn: string, ruleArns: readonly string[]) => ({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: ["sqs:SendMessage", "sqs:ReceiveMessage"],
      Resource: arn,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    ...(ruleArns.length === 0
      ? []
      : [
          {
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: "sqs:SendMessage",
            Resource: arn,
            Condition: { ArnEquals: { "aws:SourceArn": ruleArns } },
          },
        ]),
  ],
});
