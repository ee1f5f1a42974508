import { describe, expect, it } from "vitest";
import { bearerCheck, newApiToken } from "./api-token.ts";

describe("local/gateway/api-token", () => {
  it("makes another token each time, fit for a header and for an address", () => {
    const tokens = new Set(Array.from({ length: 100 }, newApiToken));

    expect(tokens.size).toBe(100);
    for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/);
  });

  it.each([
    ["Bearer right", true],
    ["bearer right", true],
    ["Bearer wrong", false],
    ["Bearer right2", false],
    ["Bearer ", false],
    ["Bearer right, Bearer right", false],
    ["Basic right", false],
    ["right", false],
    ["", false],
    [undefined, false],
  ])("takes %s: %s", (header, isTaken) => {
    expect(bearerCheck("right")(header)).toBe(isTaken);
  });
});
