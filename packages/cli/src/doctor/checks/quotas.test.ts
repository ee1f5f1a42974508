import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../../test/support/builders.ts";
import { judgeQuota, neededOf } from "./quotas.ts";

describe("cli/doctor/checks/quotas", () => {
  it("needs room for what is reserved, and for what Lambda keeps free", () => {
    // a new account has 10
    expect(neededOf(aConfig()).concurrencyCount).toBeGreaterThan(100);
    expect(neededOf(aConfig())).toMatchObject({ eventsPerSecond: 3, executionCount: 1 });
  });

  it("fails below what may be needed, with the request for more", () => {
    const quota = { serviceCode: "lambda", code: "L-B99A9384", value: 10 };

    expect(judgeQuota("Lambda concurrency", 110, quota)).toMatchObject([
      { outcome: "failed", todo: expect.stringContaining("--quota-code L-B99A9384 --desired-value 110") },
    ]);
    expect(judgeQuota("Lambda concurrency", 110, { ...quota, value: 110 })).toEqual([]);
  });
});
