import { type FunctionSpec, functions, rules } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { quotaNeeds, tooSmall } from "./quotas.ts";

const needs = quotaNeeds();
const limited = (limitOf: (neededCount: number) => number) =>
  needs.map((need) => ({ need, limitCount: limitOf(need.neededCount) }));

describe("infra/quotas", () => {
  it("leaves Lambda the hundred it keeps for functions without a reservation", () => {
    const reserved = Object.values<FunctionSpec>(functions).filter(({ reservedConcurrency }) => reservedConcurrency);
    const concurrency = needs.find(({ serviceCode }) => serviceCode === "lambda");

    expect(reserved.every(({ reservedConcurrency }) => reservedConcurrency === 1)).toBe(true);
    expect(concurrency?.neededCount).toBe(100 + reserved.length);
    expect(needs.find(({ serviceCode }) => serviceCode === "events")?.neededCount).toBeGreaterThan(rules.length);
  });

  it("says of a new account, whose Lambda may run ten at a time, what to ask AWS for", () => {
    expect(
      tooSmall(
        "us-east-1",
        limited((neededCount) => (neededCount > 100 ? 10 : 300)),
      )[0],
    ).toMatch(
      /^concurrent executions of Lambda in us-east-1: 10, and 1\d\d are needed; run `aws service-quotas request-service-quota-increase --region us-east-1 --service-code lambda --quota-code L-B99A9384 --desired-value 1\d\d`$/,
    );
  });

  it("is content with just enough, and not with one less", () => {
    expect(
      tooSmall(
        "us-east-1",
        limited((neededCount) => neededCount),
      ),
    ).toEqual([]);
    expect(
      tooSmall(
        "us-east-1",
        limited((neededCount) => neededCount - 1),
      ),
    ).toHaveLength(needs.length);
  });
});
