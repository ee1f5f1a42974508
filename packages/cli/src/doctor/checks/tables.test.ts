import { describe, expect, it } from "vitest";
import { judgeTable } from "./tables.ts";

const wanted = { name: "skylane-coord", keys: ["pk HASH"], otherRegionId: "us-west-2", isStrong: true };
const table = {
  status: "ACTIVE",
  keys: ["pk HASH"],
  isProtected: true,
  replicas: [{ regionId: "us-west-2", status: "ACTIVE" }],
  isStrong: true,
  witnessRegionIds: ["us-east-2"],
};

describe("cli/doctor/checks/tables", () => {
  it("has nothing against a table that is as it must be", () => {
    expect(judgeTable(wanted, table)).toEqual([]);
  });

  it.each([
    ["is being updated", { status: "UPDATING" }, "failed", "UPDATING"],
    ["is another program's", { keys: ["id HASH"] }, "failed", "id HASH"],
    ["may be deleted", { isProtected: false }, "warning", "not protected"],
    ["has no replica", { replicas: [] }, "failed", "us-west-2: none"],
    [
      "has a replica that is being made",
      { replicas: [{ regionId: "us-west-2", status: "CREATING" }] },
      "failed",
      "CREATING",
    ],
    ["is eventually consistent", { isStrong: false }, "failed", "won twice"],
    ["has no witness", { witnessRegionIds: [] }, "failed", "no witness"],
  ])("complains of one that %s", (_, difference, outcome, text) => {
    expect(judgeTable(wanted, { ...table, ...difference })).toMatchObject([
      { outcome, seen: expect.stringContaining(text), todo: expect.any(String) },
    ]);
  });

  it("asks for no replica where Skylane runs in one Region", () => {
    const alone = { ...table, replicas: [], isStrong: false, witnessRegionIds: [] };

    expect(judgeTable({ ...wanted, otherRegionId: undefined }, alone)).toEqual([]);
  });
});
