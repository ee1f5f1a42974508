import { describe, expect, it } from "vitest";
import { stacks } from "./harness/stages.ts";

describe.each(stacks())("infra of %s", (_, stack) => {
  it("renders without an error", () => {
    expect(stack.errors).toEqual([]);
    expect(stack.resources.length).toBeGreaterThan(2);
  });
});
