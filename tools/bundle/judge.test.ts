import { describe, expect, it } from "vitest";
import { judge } from "./judge.ts";

const target = { name: "some-function", goal: { initBytes: 900_000, coldInitMs: 180 } };

describe("tools/bundle/judge", () => {
  it.each([
    ["within both", 900_000, 180, []],
    ["too heavy", 900_001, 180, ["some-function: 900001 bytes are loaded at once, 900000 are allowed"]],
    ["too slow", 1, 180.1, ["some-function: is loaded in 180.1 ms, 180 ms are allowed"]],
    ["heavy, time not measured", 900_001, undefined, [expect.stringContaining("900001 bytes")]],
  ])("says what is wrong with a bundle that is %s", (_, initBytes, coldInitMs, expected) => {
    expect(judge(target, { initBytes, ...(coldInitMs !== undefined && { coldInitMs }) })).toEqual(expected);
  });
});
