import type { RuleFacts } from "../aws/aws-reads.ts";
import { type Check, failed, QUICK_MS, unlessNone, type Verdict, warning } from "../check.ts";

/** What waits in the queues of events that could not be delivered, and which rules have none. */
export function judgeDeadLetters(
  rules: readonly Pick<RuleFacts, "name" | "targets">[],
  depthOf: ReadonlyMap<string, number>,
): readonly Verdict[] {
  const without = rules.filter(({ targets }) => targets.some(({ deadLetterArn }) => deadLetterArn === undefined));
  return [
    ...[...depthOf].flatMap(([arn, count]) =>
      count === 0
        ? []
        : [
            failed(
              `${count} events could not be delivered and wait in ${queueOf(arn)}`,
              "docs/operations/runbooks/replay.md",
            ),
          ],
    ),
    ...(without.length > 0
      ? [
          warning(
            `${without.length} of ${rules.length} rules have no dead-letter queue: what cannot be delivered is not seen here`,
            "npx sst deploy --stage <stage>; on one machine such events are in a table of its bus (docs/parity.md)",
          ),
        ]
      : []),
  ];
}

const queueOf = (arn: string): string => arn.split(":").at(-1) ?? arn;

export const deadLetters: Check = {
  id: "dead-letters",
  timeLimitMs: QUICK_MS,
  async look({ aws, settings }) {
    const rules = await aws.rules(settings.names.bus);
    const arns = new Set(rules.flatMap(({ targets }) => targets.flatMap(({ deadLetterArn }) => deadLetterArn ?? [])));
    const depths = await Promise.all([...arns].map(async (arn) => [arn, await aws.queueDepth(arn)] as const));
    return unlessNone(judgeDeadLetters(rules, new Map(depths)), `${arns.size} queues, all empty`);
  },
};
