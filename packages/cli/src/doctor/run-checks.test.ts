import { SkylaneError } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { testClock } from "../../../../test/support/test-clock.ts";
import { type Check, type Installation, ok } from "./check.ts";
import { runChecks, worstOf } from "./run-checks.ts";

const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });
const check = (id: string, look: Check["look"]): Check => ({ id, timeLimitMs: 10_000, look });
/** Time passes once nothing else can happen. */
const clock = { ...testClock(), sleepUntil: () => new Promise<void>((done) => setImmediate(done)) };
const run = (...checks: Check[]) => runChecks(checks, { clock } as unknown as Installation);

describe("cli/doctor/run-checks", () => {
  it("goes on when one question is never answered, and says so", async () => {
    const found = await run(
      check("dead", () => new Promise(() => undefined)),
      check("well", async () => [ok("fine")]),
    );

    expect(found).toMatchObject([
      { id: "dead", outcome: "failed", seen: "no answer within 10 seconds" },
      { id: "well", outcome: "ok" },
    ]);
  });

  it.each([
    ["not-checked", named("UnknownOperationException", "No service here answers to X. There are Y.")],
    ["not-checked", named("AccessDeniedException", "User is not authorized to perform: lambda:ListFunctions")],
    ["not-checked", named("CredentialsProviderError", "Could not load credentials")],
    ["failed", named("ResourceNotFoundException", "Event bus skylane does not exist.")],
    ["failed", named("ECONNREFUSED", "connect ECONNREFUSED")],
    ["failed", new SkylaneError("ERR_STORE_UNAVAILABLE", "unavailable", "table x: y", {}, named("TimeoutError", "y"))],
  ])("takes for %s what rejects with %s", async (outcome, error) => {
    expect(await run(check("one", () => Promise.reject(error)))).toMatchObject([{ outcome }]);
  });

  it("calls the whole as bad as its worst part", () => {
    expect(worstOf([])).toBe("ok");
    expect(worstOf([{ outcome: "ok" }, { outcome: "not-checked" }])).toBe("not-checked");
    expect(worstOf([{ outcome: "failed" }, { outcome: "warning" }])).toBe("failed");
  });
});
