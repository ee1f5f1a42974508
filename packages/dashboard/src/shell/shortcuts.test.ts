import { describe, expect, it } from "vitest";
import { nextKey } from "./shortcuts.ts";

const keys = new Map([
  ["n", "/"],
  ["e", "/explore"],
]);

describe("dashboard/shell/shortcuts", () => {
  it("goes to the page of the letter after g", () => {
    const { pressed, shortcut } = nextKey({}, "g", 1_000, keys);

    expect(shortcut).toBeUndefined();
    expect(nextKey(pressed, "e", 2_500, keys)).toEqual({ pressed: {}, shortcut: { what: "go", to: "/explore" } });
  });

  it("forgets g after a while, and after a letter of no page", () => {
    expect(nextKey({ goAtMs: 1_000 }, "e", 2_501, keys)).toEqual({ pressed: {} });
    expect(nextKey({ goAtMs: 1_000 }, "x", 1_100, keys)).toEqual({ pressed: {} });
  });

  it("does nothing for a letter without g", () => {
    expect(nextKey({}, "e", 1_000, keys)).toEqual({ pressed: {} });
  });

  it.each([
    ["/", "search"],
    ["?", "help"],
  ])("takes %s for %s", (key, what) => {
    expect(nextKey({}, key, 0, keys).shortcut).toEqual({ what });
  });
});
