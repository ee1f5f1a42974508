import { describe, expect, it } from "vitest";
import { nearestNames } from "../nearest.ts";
import { printable, span } from "../output.ts";
import { type DrillRun, summarize } from "./summarize.ts";

const run = (restoredMs: number | undefined, problems: readonly string[] = []): DrillRun => ({
  detectedMs: 1,
  appliedMs: 2,
  restoredMs,
  lostRequests: 3,
  sentRequests: 4,
  failedBackMs: 5,
  lostDuringFailback: 0,
  routeChanges: 2,
  status: "moved",
  pages: 0,
  lostEvents: 0,
  problems,
});

describe("cli/drill/summarize", () => {
  it("gives smallest, median and largest", () => {
    expect(summarize([run(30), run(10), run(20)]).restoredMs).toEqual({ min: 10, p50: 20, max: 30 });
    expect(summarize([run(10), run(20)]).restoredMs).toEqual({ min: 10, p50: 15, max: 20 });
  });

  it("does not call it restored if one run was not, and says which", () => {
    expect(summarize([run(10), run(undefined, ["traffic was not restored"])])).toMatchObject({
      isRestored: false,
      problems: ["run 2: traffic was not restored"],
    });
  });

  it("claims nothing for no runs", () => {
    expect(summarize([])).toMatchObject({ isRestored: false });
    expect(summarize([]).restoredMs).toBeUndefined();
  });
});

describe("cli/output", () => {
  it("takes control characters and text that runs backwards out of names", () => {
    expect(printable("a\u0007b\u001b]0;evil\u0007c\u202ed")).toBe("ab]0;evilcd");
    expect(printable("\u001b[31mred\u001b[0m")).toBe("\u001b[31mred\u001b[0m");
  });

  it.each([
    [0.4, "0 ms"],
    [999, "999 ms"],
    [1_500, "1.5 s"],
    [180_000, "3 min"],
    [7_200_000, "2 h"],
    [259_200_000, "3 d"],
  ])("writes %d ms as %s", (ms, text) => {
    expect(span(ms)).toBe(text);
  });

  it("finds the nearest names, and none for nonsense", () => {
    expect(nearestNames("dx-use11", ["dx-use1-1", "dx-usw2-1", "vpn-euw1-1"])[0]).toBe("dx-use1-1");
    expect(nearestNames("zzzzzzzzzz", ["dx-use1-1"])).toEqual([]);
  });
});
