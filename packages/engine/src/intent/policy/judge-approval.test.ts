import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeApproval } from "./index.ts";

const yes = (more: object) =>
  judgeApproval({
    tier: "two-approvers",
    askedBy: "ops@globalcart.example",
    approvedBy: [],
    by: "lead@globalcart.example",
    ...more,
  });

describe("engine/intent/policy/judge-approval", () => {
  it.each([
    ["one's own yes", { by: "Ops@GlobalCart.example" }, "own"],
    ["the first of two", {}, "more"],
    ["the second of two", { approvedBy: ["cto@globalcart.example"] }, "enough"],
    ["the same person's second", { approvedBy: ["LEAD@globalcart.example"] }, "twice"],
    ["a second whose first is the asker's", { approvedBy: ["ops@globalcart.example"] }, "more"],
    ["the only one that is needed", { tier: "one-approver" }, "enough"],
  ])("knows %s", (_, more, verdict) => {
    expect(yes(more)).toBe(verdict);
  });

  it("never lets a plan be made by fewer people than it takes, nor by who asked for it", () => {
    const person = fc.constantFrom("a@x", "A@x", "b@x", "c@x");
    fc.assert(
      fc.property(
        fc.constantFrom("one-approver" as const, "two-approvers" as const),
        person,
        fc.array(person, { maxLength: 6 }),
        (tier, askedBy, order) => {
          const approvedBy: string[] = [];
          for (const by of order) {
            const verdict = judgeApproval({ tier, askedBy, approvedBy, by });
            if (verdict === "more" || verdict === "enough") approvedBy.push(by);
            if (verdict !== "enough") continue;
            const people = new Set(approvedBy.map((one) => one.toLowerCase()));
            expect(people.has(askedBy.toLowerCase())).toBe(false);
            expect(people.size).toBeGreaterThanOrEqual(tier === "two-approvers" ? 2 : 1);
            return;
          }
        },
      ),
    );
  });
});
