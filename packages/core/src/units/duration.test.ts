import { describe, expect, it } from "vitest";
import { parseDurationMs } from "./duration.ts";

describe("core/units/duration", () => {
  it.each([
    ["200ms", 200],
    ["1 second", 1_000],
    ["1.5 s", 1_500],
    ["5 minutes", 300_000],
    ["24 hours", 86_400_000],
    ["2 d", 172_800_000],
    ["soon", undefined],
    ["5", undefined],
    ["-5 s", undefined],
    ["5 parsecs", undefined],
  ])("%s", (text, ms) => {
    expect(parseDurationMs(text)).toBe(ms);
  });
});
