import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadCedar } from "@skylane/runtime/rights";
import { describe, expect, it } from "vitest";
import { checkRights } from "./check-rights.ts";

const cedar = await loadCedar();
const config = (policies: string | undefined, exceptions: readonly object[] = []) => ({
  estate: "globalcart",
  people: [
    { id: "ops@globalcart.example", role: "operator" as const },
    { id: "Lead@globalcart.example", role: "approver" as const },
  ],
  rights: policies === undefined ? {} : { policies },
  intents: { exceptions: exceptions as never },
});
const check = (policies?: string, exceptions?: readonly object[]) => () =>
  checkRights(cedar, config(policies, exceptions));
const good = 'forbid (principal, action == Skylane::Action::"look", resource);';

describe("engine/people/rights/check-rights", () => {
  it.each([
    ["none at all", undefined],
    ["a comment", "// later"],
    [
      "names of actions, roles, people and the estate",
      `@id("mine") permit (principal == Skylane::Person::"lead@globalcart.example", action == Skylane::Action::"run-drill", resource == Skylane::Estate::"globalcart") when { principal in Skylane::Role::"approver" };`,
    ],
  ])("takes %s", (_, policies) => {
    expect(check(policies)).not.toThrow();
  });

  it.each([
    [
      "what is no Cedar",
      `${good}\n\npermit (principal action, resource);`,
      /line 3: unexpected token `action` \(expected .*\); e\.g\. forbid/,
    ],
    ["a word it does not know", `\nallow (principal, action, resource);`, /line 2: .*; e\.g\. forbid/],
    [
      "an action that is none",
      `// ä ö\npermit (principal, action == Skylane::Action::"aks-intent", resource);`,
      /line 2: unrecognized action `Skylane::Action::"aks-intent"`; e\.g\. .*Skylane::Action::"ask-intent"/,
    ],
    [
      "a type that is none",
      "permit (principal, action, resource is Skylane::Run);",
      /line 1: unrecognized entity type `Skylane::Run`.*; e\.g\. Skylane::IntentRun/,
    ],
    [
      "an attribute that is none",
      `permit (principal, action == Skylane::Action::"ask-intent", resource is Skylane::IntentRun)\nwhen { resource.costCenter == "x" };`,
      /line 2: .*`costCenter`.*did you mean `costCentre`.*; e\.g\. /,
    ],
    [
      "what may be absent and is not asked for",
      `forbid (principal, action == Skylane::Action::"ask-intent", resource is Skylane::IntentRun)\nunless { resource.costCentre == "x" };`,
      /line 2: .*optional attribute.*; e\.g\. resource has costCentre && /,
    ],
    [
      "what can never be",
      `forbid (principal, action == Skylane::Action::"look", resource is Skylane::IntentRun);`,
      /line 1: .*(impossible|applicable action).*; e\.g\. an action/,
    ],
    ["a template", "permit (principal == ?principal, action, resource);", /rights\.policies: .*template.*; e\.g\. /],
    [
      "a role that is none",
      `${good}\npermit (principal in Skylane::Role::"aprover", action, resource);`,
      /line 2: there is no Skylane::Role::"aprover"; e\.g\. Skylane::Role::"viewer"/,
    ],
    [
      "somebody nobody knows",
      `permit (principal, action, resource) when { principal == Skylane::Person::"eve@elsewhere.example" };`,
      /line 1: there is no Skylane::Person::"eve@elsewhere.example" among the people/,
    ],
    [
      "a name in capitals, which is nobody's",
      `permit (principal == Skylane::Person::"Lead@globalcart.example", action, resource);`,
      /lower case.*; e\.g\. Skylane::Person::"ops@globalcart.example", Skylane::Person::"lead@/,
    ],
    [
      "another estate",
      `permit (principal, action, resource == Skylane::Estate::"other");`,
      /no Skylane::Estate::"other"; e\.g\. Skylane::Estate::"globalcart"/,
    ],
    [
      "a name that is taken",
      `@id("mine") ${good}\n@id("mine") ${good}`,
      /@id\("mine"\) is the name of another policy; e\.g\. @id\("own-mine"\)/,
    ],
    [
      "a shipped policy's name",
      `@id("viewers-look") ${good}`,
      /line 1: @id\("viewers-look"\) is the name of another policy/,
    ],
  ])("refuses %s, and says where, what and what would pass", (_, policies, message) => {
    expect(check(policies)).toThrow(
      expect.objectContaining({ name: "ERR_RIGHTS_INVALID", kind: "invalid", message: expect.stringMatching(message) }),
    );
  });

  it("says of an exception that its approver may not approve it, by which policy, and who might", () => {
    const exception = {
      rule: "gdpr.residency",
      scope: { source: "a", destination: "*" },
      owner: "lead@globalcart.example",
      approver: "ops@globalcart.example",
    };

    expect(check(undefined, [exception])).toThrow(
      /exceptions\[0\]\.approver: "ops@globalcart\.example" may not approve it: policy only-approvers-decide forbids it; name somebody who may, e\.g\. /,
    );
    expect(
      check(undefined, [{ ...exception, owner: "ops@globalcart.example", approver: "lead@globalcart.example" }]),
    ).not.toThrow();
  });

  it("takes the policies that docs/people.md shows, and what it says of intents.roles", () => {
    const page = readFileSync(join(import.meta.dirname, "../../../../../docs/people.md"), "utf8");
    const shown = /policies: \|\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
    const instead = /`(permit \(principal in .*;)`/.exec(page)?.[1] ?? "";
    const names = ["shop", "network-lead"].map((name) => ({
      id: `${name}@globalcart.example`,
      role: "approver" as const,
    }));

    expect(shown.match(/forbid/g)).toHaveLength(3);
    expect(() => checkRights(cedar, { ...config(`${shown}\n${instead}`), people: names })).not.toThrow();
  });
});
