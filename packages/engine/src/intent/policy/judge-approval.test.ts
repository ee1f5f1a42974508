import type { ConnectPlan, Person } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aJudge, aRun } from "../../../../../test/support/rights.ts";
import { judgeApproval } from "./index.ts";

const people: Person[] = ["ops", "lead", "cto"].map((name) => ({
  id: `${name}@globalcart.example`,
  role: "approver",
}));
const judge = await aJudge(people);
const planOf = (tier: ConnectPlan["risk"]["tier"]) => ({ risk: { tier, reasons: [] } });
const yes = ({ tier = "two-approvers" as const, approvedBy = [] as string[], by = "lead@globalcart.example" }) =>
  judgeApproval(
    judge,
    { id: by, role: "approver" },
    aRun({ signatures: approvedBy.map((one) => ({ by: one, atMs: 0, planHash: "", reason: "" })) }),
    planOf(tier),
  );

describe("engine/intent/policy/judge-approval", () => {
  it.each([
    ["one's own yes", { by: "Ops@GlobalCart.example" }, "own"],
    ["the first of two", {}, "more"],
    ["the second of two", { approvedBy: ["cto@globalcart.example"] }, "enough"],
    ["the same person's second", { approvedBy: ["LEAD@globalcart.example"] }, "twice"],
    ["a second whose first is the asker's", { approvedBy: ["ops@globalcart.example"] }, "more"],
    ["the only one that is needed", { tier: "one-approver" as const }, "enough"],
  ])("knows %s", (_, more, verdict) => {
    expect(yes(more as Parameters<typeof yes>[0])).toBe(verdict);
  });

  it("lets the one person on their own machine sign alone, and nobody who is one of several", async () => {
    const alone: Person = { id: "operator@localhost", role: "admin" };
    const own = aRun({ askedBy: alone.id });

    expect(judgeApproval(await aJudge([alone]), alone, own, planOf("two-approvers"))).toBe("enough");
    expect(judgeApproval(await aJudge([alone, ...people]), alone, own, planOf("two-approvers"))).toBe("own");
  });

  it("cannot be talked out of four eyes by a policy that permits everything", async () => {
    const lax = await aJudge(people, "permit (principal, action, resource);");
    const [asker] = people;

    expect(judgeApproval(lax, asker ?? { id: "", role: "viewer" }, aRun(), planOf("one-approver"))).toBe("own");
    expect(judgeApproval(lax, { id: "view@x", role: "operator" }, aRun(), planOf("one-approver"))).toBe("refused");
  });

  it("never lets a plan be made by fewer people than it takes, nor by who asked for it", () => {
    const person = fc.constantFrom("a@x", "A@x", "b@x", "c@x");
    fc.assert(
      fc.property(
        fc.constantFrom("one-approver" as const, "two-approvers" as const),
        person,
        fc.array(person, { maxLength: 6 }),
        (tier, askedBy, order) => {
          const signatures: { by: string; atMs: number; planHash: string; reason: string }[] = [];
          for (const by of order) {
            const run = aRun({ askedBy, signatures });
            const verdict = judgeApproval(judge, { id: by, role: "approver" }, run, planOf(tier));
            if (verdict === "more" || verdict === "enough") signatures.push({ by, atMs: 0, planHash: "", reason: "" });
            if (verdict !== "enough") continue;
            const signers = new Set(signatures.map((one) => one.by.toLowerCase()));
            expect(signers.has(askedBy.toLowerCase())).toBe(false);
            expect(signers.size).toBeGreaterThanOrEqual(tier === "two-approvers" ? 2 : 1);
            return;
          }
        },
      ),
    );
  });
});
