import { rules } from "@skylane/core";
import { describe, expect, it } from "vitest";
import type { RuleFacts } from "../aws/aws-reads.ts";
import { judgeRules } from "./bus.ts";

const deployed: readonly RuleFacts[] = rules.map(({ name, pattern, target, maxEventAgeSeconds }) => ({
  name,
  isEnabled: true,
  pattern: JSON.stringify(pattern),
  targets: [
    {
      arn: `arn:aws:lambda:us-east-1:111122223333:function:skylane-${target}`,
      maxEventAgeSeconds,
      deadLetterArn: undefined,
    },
  ],
}));
const withFirst = (change: (rule: RuleFacts) => RuleFacts): readonly RuleFacts[] =>
  deployed.map((rule, i) => (i === 0 ? change(rule) : rule));

describe("cli/doctor/checks/bus", () => {
  it("has nothing against the manifest's own rules", () => {
    expect(judgeRules("skylane", rules, deployed)).toEqual([]);
  });

  it.each([
    ["is missing", deployed.slice(1), "consider-failover is missing"],
    ["is off", withFirst((rule) => ({ ...rule, isEnabled: false })), "switched off"],
    ["listens to more", withFirst((rule) => ({ ...rule, pattern: '{"source":["skylane.health"]}' })), "other events"],
    ["has a pattern that is none", withFirst((rule) => ({ ...rule, pattern: "{" })), "other events"],
    ["leads nowhere", withFirst((rule) => ({ ...rule, targets: [] })), "does not lead to consider-failover"],
    [
      "would act on orders of yesterday",
      withFirst((rule) => ({
        ...rule,
        targets: rule.targets.map((target) => ({ ...target, maxEventAgeSeconds: undefined })),
      })),
      "older than 120 s",
    ],
  ])("fails when a rule %s", (_, found, text) => {
    expect(judgeRules("skylane", rules, found)).toMatchObject([
      { outcome: "failed", seen: expect.stringContaining(text) },
    ]);
  });

  it("warns of a rule that nobody knows", () => {
    const stranger = { name: "tap", isEnabled: true, pattern: "{}", targets: [] };

    expect(judgeRules("skylane", rules, [...deployed, stranger])).toMatchObject([{ outcome: "warning" }]);
  });
});
