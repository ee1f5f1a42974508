import { describe, expect, it } from "vitest";
import { judgeIdentity } from "./identity.ts";

const caller = { accountId: "111122223333", arn: "arn:aws:sts::111122223333:assumed-role/operator/ann" };

describe("cli/doctor/checks/identity", () => {
  it.each([
    ["111122223333", "ok"],
    ["444455556666", "failed"],
    [undefined, "not-checked"],
  ] as const)("is meant to be in account %s: %s", (wanted, outcome) => {
    expect(judgeIdentity(wanted, caller).outcome).toBe(outcome);
  });

  it("names both accounts and the way out where they differ", () => {
    expect(judgeIdentity("444455556666", caller)).toMatchObject({
      seen: expect.stringMatching(/111122223333 .* 444455556666/),
      todo: expect.stringContaining("AWS_PROFILE"),
    });
  });
});
