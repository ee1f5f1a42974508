import { DiscoveryGap, Finding } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { groupFindings } from "./group-findings.ts";
import { groupGaps } from "./group-gaps.ts";
import { placeOf } from "./summary-text.ts";

const finding = (more: Partial<Finding> = {}) =>
  Finding.parse({
    id: "a",
    rule: "zombie",
    severity: "medium",
    title: "",
    subjects: [],
    evidence: ["e"],
    flowIds: [],
    todo: "",
    ...more,
  });
const gap = (more: Partial<DiscoveryGap> = {}) =>
  DiscoveryGap.parse({
    cloud: "aws",
    accountId: "111122223333",
    regionId: "us-east-1",
    operation: "ec2:DescribeVpcs",
    reason: "denied",
    message: "no",
    todo: "allow it",
    ...more,
  });

describe("cli/report/groups", () => {
  it("findings of one rule and severity are one group with what they cost together", () => {
    const groups = groupFindings([
      finding({ monthlyUsd: 0.1 }),
      finding({ rule: "missing-bfd" }),
      finding({ monthlyUsd: 0.2 }),
      finding({ severity: "low" }),
    ]);

    expect(groups.map(({ title, severity, monthlyUsd }) => [title, severity, monthlyUsd])).toEqual([
      ["2 zombies: paid for, carry nothing", "medium", 0.3],
      ["1 link without fast failure detection (BFD)", "medium", 0],
      ["1 zombie: paid for, carries nothing", "low", 0],
    ]);
    expect(groupFindings(Array.from({ length: 1_234 }, () => finding()))[0]?.title).toMatch(/^1,234 zombies/);
  });

  it("one missing permission is one gap, whatever number of calls need it", () => {
    const groups = groupGaps([
      gap({ permission: "ec2:DescribeVpcs" }),
      gap({ operation: "ec2:DescribeSubnets", permission: "ec2:DescribeSubnets" }),
      gap(),
      gap({ reason: "throttled" }),
      gap({ regionId: "us-west-2" }),
    ]);

    expect(
      groups.map(({ reason, operations, permissions }) => [reason, operations.length, permissions.length]),
    ).toEqual([
      ["denied", 2, 2],
      ["throttled", 1, 0],
      ["denied", 1, 0],
    ]);
  });

  it("a place is told without the parts that nobody knows, and with nothing that a terminal obeys", () => {
    expect(placeOf(gap())).toBe("AWS / 111122223333 / us-east-1");
    expect(placeOf(gap({ accountId: undefined, regionId: "" }))).toBe("AWS");
    expect(placeOf(gap({ accountId: "\u001b[2J", regionId: "x".repeat(99) }))).toBe(
      `AWS / \\u001b[2J / ${"x".repeat(39)}…`,
    );
  });
});
