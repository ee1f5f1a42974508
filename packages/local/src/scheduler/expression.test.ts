import { describe, expect, it } from "vitest";
import { parseExpression } from "./expression.ts";

const at = (text: string): number => Date.parse(text);
const next = (expression: string, after: string, timezone?: string): string | undefined => {
  const nextMs = parseExpression(expression, timezone).nextAfter(at(after));
  return nextMs === undefined ? undefined : new Date(nextMs).toISOString();
};

describe("local/scheduler/expression", () => {
  it.each([
    ["rate(1 minute)", "2026-11-20T22:00:12.345Z", "2026-11-20T22:01:00.000Z"],
    ["rate(1 minute)", "2026-11-20T22:01:00Z", "2026-11-20T22:02:00.000Z"],
    ["rate(5 minutes)", "2026-11-20T22:01:00Z", "2026-11-20T22:05:00.000Z"],
    ["rate(1 day)", "2026-11-20T22:01:00Z", "2026-11-21T00:00:00.000Z"],
    ["cron(0 12 * * ? *)", "2026-11-20T22:00:00Z", "2026-11-21T12:00:00.000Z"],
    ["cron(*/15 8-9 ? * 2-6 *)", "2026-11-20T22:00:00Z", "2026-11-23T08:00:00.000Z"], // 2-6 is Monday to Friday
    ["cron(0 0 ? * 1 *)", "2026-11-20T22:00:00Z", "2026-11-22T00:00:00.000Z"], // 1 is Sunday
    ["cron(0 0 ? * MON#1 *)", "2026-11-20T22:00:00Z", "2026-12-07T00:00:00.000Z"],
    ["cron(0 0 L * ? *)", "2026-11-20T22:00:00Z", "2026-11-30T00:00:00.000Z"],
    ["cron(0 0 1 1 ? 2030)", "2026-11-20T22:00:00Z", "2030-01-01T00:00:00.000Z"],
    ["cron(0 0 1 1 ? 2020)", "2026-11-20T22:00:00Z", undefined],
    ["at(2026-11-21T01:02:03)", "2026-11-20T22:00:00Z", "2026-11-21T01:02:03.000Z"],
    ["at(2026-11-20T01:02:03)", "2026-11-20T22:00:00Z", undefined],
  ])("%s after %s is %s", (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected);
  });

  it("reads cron and at in the schedule's time zone", () => {
    expect(next("cron(0 12 * * ? *)", "2026-11-20T22:00:00Z", "America/New_York")).toBe("2026-11-21T17:00:00.000Z");
    expect(next("at(2026-11-21T12:00:00)", "2026-11-20T22:00:00Z", "Asia/Tokyo")).toBe("2026-11-21T03:00:00.000Z");
  });

  it.each([
    "rate(0 minutes)",
    "rate(1 minutes)",
    "rate(2 minute)",
    "rate(10 seconds)",
    "cron(0 12 * * *)",
    "cron(0 12 * * * *)",
    "cron(0 12 ? * ? *)",
    "cron(61 12 * * ? *)",
    "at(2026-11-21)",
    "at(2026-13-21T00:00:00)",
    "every minute",
  ])("refuses %s", (expression) => {
    expect(() => parseExpression(expression)).toThrow(`Invalid Schedule Expression ${expression}.`);
  });

  it("refuses an unknown time zone", () => {
    expect(() => parseExpression("cron(0 12 * * ? *)", "Mars/Base")).toThrow("Invalid Schedule Expression");
  });
});
