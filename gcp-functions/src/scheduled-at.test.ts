import { describe, expect, it } from "vitest";
import { scheduledAt } from "./scheduled-at.ts";

describe("gcp-functions/scheduled-at", () => {
  it.each([
    ["2026-11-20T22:00:00Z", 1_795_212_000_000],
    ["2026-11-20T23:00:00+01:00", 1_795_212_000_000],
    ["2026-11-20T22:00:00.123456Z", 1_795_212_000_123],
  ])("reads %s", (time, ms) => {
    expect(scheduledAt({ host: "probe.example.com", "x-cloudscheduler-scheduletime": time })).toBe(ms);
  });

  it("knows no time of a call by somebody else", () => {
    expect(scheduledAt({ host: "probe.example.com" })).toBeUndefined();
  });

  it.each(["yesterday", ["2026-11-20T22:00:00Z", "2026-11-20T22:01:00Z"], 1_795_212_000])("refuses %s", (time) => {
    expect(() => scheduledAt({ "x-cloudscheduler-scheduletime": time })).toThrow("x-cloudscheduler-scheduletime");
  });
});
