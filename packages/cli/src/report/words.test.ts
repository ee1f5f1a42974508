import { describe, expect, it } from "vitest";
import { count, counted, moment, rate, usd, volume } from "./words.ts";

describe("cli/report/words", () => {
  it.each([
    [0, "$0"],
    [0.5, "$0.50"],
    [54, "$54"],
    [54.75, "$54.75"],
    [99.999, "$100"],
    [5_196.4, "$5,196"],
    [1_234_567, "$1,234,567"],
  ])("%d dollars: %s", (amount, text) => {
    expect(usd(amount)).toBe(text);
  });

  it.each([
    [50, "50 Mb/s"],
    [999.9, "1 Gb/s"],
    [1_250, "1.25 Gb/s"],
    [100_000, "100 Gb/s"],
  ])("%d Mb/s: %s", (mbps, text) => {
    expect(rate(mbps)).toBe(text);
  });

  it.each([
    [0, "0 B"],
    [999, "999 B"],
    [999.9e9, "1 TB"],
    [15.82e12, "15.8 TB"],
    [2e18, "2 EB"],
    [5e21, "5000 EB"],
  ])("%d bytes: %s", (bytes, text) => {
    expect(volume(bytes)).toBe(text);
  });

  it("counts one and several", () => {
    expect(count(1_234)).toBe("1,234");
    expect([counted(0, "link"), counted(1, "link"), counted(2, "look", "looks")]).toEqual([
      "0 links",
      "1 link",
      "2 looks",
    ]);
  });

  it("tells a moment to the minute, and a dash where there is none", () => {
    expect(moment(Date.UTC(2026, 10, 21, 7, 25, 59))).toBe("2026-11-21 07:25 UTC");
    expect(moment(Number.NaN)).toBe("–");
  });
});
