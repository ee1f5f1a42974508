import { describe, expect, it } from "vitest";
import { judgeNode } from "./node.ts";

describe("cli/doctor/checks/node", () => {
  it.each([
    ["24.0.0", "ok"],
    ["26.1.0", "ok"],
    ["22.18.0", "failed"],
  ])("judges Node %s", (version, outcome) => {
    expect(judgeNode(version).outcome).toBe(outcome);
  });
});
