import { type FunctionName, rules } from "@skylane/core";
import { arnsOf } from "./arns.ts";
import { auditRules } from "./audit-rules.ts";
import { logicalName, placeOf, type RegionContext } from "./context.ts";
import { noticesOf } from "./notice-rules.ts";
import { type DeadLetterQueue, queueOf, queuePurposes } from "./queue-purposes.ts";

/** The longest SQS keeps a message: what was left undone can be looked at, and sent again. */
const KEEP_SECONDS = 14 * 24 * 3_600;

/** One queue for each purpose, and who may fill it. */
export function createDeadLetters(region: RegionContext) {
  const arns = arnsOf(placeOf(region));
  const senders: Readonly<Record<DeadLetterQueue, readonly string[]>> = {
    "moves-dead": rulesOf(region, "moves-dead"),
    "others-dead": [...rulesOf(region, "others-dead"), ...rulesBeside(region)],
  };
  const made = new Map(
    (Object.keys(queuePurposes) as DeadLetterQueue[]).map((queue) => [
      queue,
      createQueue(region, queue, senders[queue]),
    ]),
  );
  const named = (queue: DeadLetterQueue) => {
    const one = made.get(queue);
    if (one === undefined) throw new Error(`no queue ${queue}`);
    return one;
  };
  return {
    queueOf: (functionName: FunctionName) => named(queueOf(functionName)),
    /** Of what no function was to do. */
    others: named("others-dead"),
    arnOf: (functionName: FunctionName) => arns.queue(queueOf(functionName)),
  };
}
export type DeadLetters = ReturnType<typeof createDeadLetters>;

/** ARNs of the manifest's rules whose targets leave their letters here. */
const rulesOf = (region: RegionContext, queue: DeadLetterQueue): readonly string[] =>
  rules.filter(({ target }) => queueOf(target) === queue).map(({ name }) => arnsOf(placeOf(region)).rule(name));

/** ARNs of the rules that hand to no function. */
function rulesBeside(region: RegionContext): readonly string[] {
  const place = placeOf(region);
  const { name } = region.stage;
  const notices = noticesOf({ workflowArns: [] });
  const audits = auditRules({ actuators: [], tokenAskers: [], assumedByToken: [] });
  return [...notices, ...audits].map((rule) =>
    rule.isOnDefaultBus ? arnsOf(place).ruleOnDefaultBus(rule.name) : arnsOf(place).rule(`${name}-${rule.name}`),
  );
}

/** An encrypted queue that only these rules, and no one without TLS, may fill. */
function createQueue(region: RegionContext, queue: DeadLetterQueue, ruleArns: readonly string[]) {
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
    {
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: arn,
      Condition: { ArnEquals: { "aws:SourceArn": ruleArns } },
    },
  ],
});
