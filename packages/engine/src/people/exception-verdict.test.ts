import type { Person, PolicyException } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aJudge } from "../../../../test/support/rights.ts";
import { exceptionVerdict } from "./exception-verdict.ts";

const exception: PolicyException = {
  rule: "gdpr.residency",
  scope: { source: "aws/orders", destination: "*" },
  owner: "ops@globalcart.example",
  approver: "Lead@globalcart.example",
  reason: "standard contractual clauses",
  expiresOn: "2026-12-31",
};
const people: Person[] = [
  { id: "ops@globalcart.example", role: "approver" },
  { id: "lead@globalcart.example", role: "approver" },
];

describe("engine/people/exception-verdict", () => {
  it.each([
    ["stands while its approver may approve", people, {}, true],
    ["ends when its approver has a lower role", [people[0], { ...people[1], role: "operator" }], {}, false],
    ["ends when its owner is gone", [people[1]], {}, undefined],
    ["ends when its approver is gone", [people[0]], {}, undefined],
    ["never stands by its owner alone", people, { approver: "OPS@globalcart.example" }, false],
  ] as const)("%s", async (_, who, more, expected) => {
    const known = who as readonly Person[];

    expect(exceptionVerdict(await aJudge(known), known, { ...exception, ...more })?.isAllowed).toBe(expected);
  });

  it("is held by the configuration's own policies too", async () => {
    const judge = await aJudge(
      people,
      'forbid (principal, action, resource is Skylane::PolicyException) when { resource.rule like "gdpr.*" };',
    );

    expect(exceptionVerdict(judge, people, exception)?.isAllowed).toBe(false);
    expect(exceptionVerdict(judge, people, { ...exception, rule: "soc2.encryption-in-transit" })?.isAllowed).toBe(true);
  });
});
