import { afterEach, describe, expect, it, vi } from "vitest";
import { print, printable, table } from "./output.ts";

afterEach(() => vi.restoreAllMocks());

describe("cli/output", () => {
  it("prints JSON that no terminal obeys and every parser reads back", () => {
    const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const value = { name: "\u001b[2J\u009b31m\u202eevil\u200b" };

    print(true, value, () => "");

    const text = String(written.mock.calls[0]?.[0]);
    expect(text.trimEnd()).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(JSON.parse(text)).toEqual(value);
  });

  it("shows names without what a terminal would obey, and keeps its own colours", () => {
    expect(printable("a\u001b]0;title\u0007b\u202ec")).toBe("a]0;titlebc");
    expect(printable("\u001b[31mred\u001b[39m")).toBe("\u001b[31mred\u001b[39m");
    expect(table(["name"], [["x\u009b2Jy"]])).toContain("x2Jy");
  });
});
