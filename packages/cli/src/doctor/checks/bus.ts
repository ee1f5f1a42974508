import { canonicalJson, type RuleSpec, rules } from "@skylane/core";
import type { RuleFacts } from "../aws/aws-reads.ts";
import { type Check, failed, QUICK_MS, unlessNone, type Verdict, warning } from "../check.ts";

const DEPLOY = "npx sst deploy --stage <stage>";

/** What differs between the rules on the bus and those that are wanted. */
export function judgeRules(
  busName: string,
  wanted: readonly RuleSpec[],
  found: readonly RuleFacts[],
): readonly Verdict[] {
  const isOf = (rule: RuleSpec, { name }: RuleFacts): boolean => name === rule.name;
  const strangers = found.filter((one) => !wanted.some((rule) => isOf(rule, one)));
  return [
    ...wanted.flatMap((rule) => {
      const one = found.find((facts) => isOf(rule, facts));
      return one
        ? judgeRule(busName, rule, one)
        : [failed(`rule ${rule.name} is missing: ${rule.target} hears nothing`, DEPLOY)];
    }),
    ...(strangers.length > 0
      ? [
          warning(
            `${strangers.map(({ name }) => name).join(", ")}: on the bus, and of no use to this version`,
            `aws events list-targets-by-rule --event-bus-name ${busName} --rule ${strangers[0]?.name}`,
          ),
        ]
      : []),
  ];
}

function judgeRule(
  busName: string,
  rule: RuleSpec,
  { name, isEnabled, pattern, targets }: RuleFacts,
): readonly Verdict[] {
  const target = targets.find(({ arn }) => arn.split(":").some((part) => part.endsWith(`-${rule.target}`)));
  return [
    ...(isEnabled
      ? []
      : [
          failed(
            `rule ${name} is switched off: ${rule.target} hears nothing`,
            `aws events enable-rule --event-bus-name ${busName} --name ${name}`,
          ),
        ]),
    ...(samePattern(rule.pattern, pattern)
      ? []
      : [failed(`rule ${name} listens to other events than it should`, DEPLOY)]),
    ...(target ? [] : [failed(`rule ${name} does not lead to ${rule.target}`, DEPLOY)]),
    ...(target && target.maxEventAgeSeconds !== rule.maxEventAgeSeconds
      ? [
          failed(
            `rule ${name} tries for ${target.maxEventAgeSeconds ?? 86_400} s; what is older than ${rule.maxEventAgeSeconds} s must not be acted on`,
            DEPLOY,
          ),
        ]
      : []),
  ];
}

function samePattern(wanted: object, found: string): boolean {
  try {
    return canonicalJson(wanted) === canonicalJson(JSON.parse(found));
  } catch {
    return false;
  }
}

export const bus: Check = {
  id: "bus",
  timeLimitMs: QUICK_MS,
  async look({ aws, settings }) {
    const busName = settings.names.bus;
    await aws.busArn(busName);
    return unlessNone(judgeRules(busName, rules, await aws.rules(busName)), `${busName} and its ${rules.length} rules`);
  },
};
