import type { DiscoveryGap } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { judgeGaps } from "./permissions.ts";

const gap = (reason: DiscoveryGap["reason"], permission: string): DiscoveryGap => ({
  cloud: "aws",
  operation: "call",
  reason,
  permission,
  message: "",
  todo: `allow ${permission}`,
});

describe("cli/doctor/checks/permissions", () => {
  it("names each missing permission once, and where the whole policy is", () => {
    const gaps = ["ec2:B", "ec2:A", "ec2:B", "ec2:C", "ec2:D"].map((one) => gap("denied", one));

    expect(judgeGaps("aws", gaps)).toMatchObject([
      {
        outcome: "failed",
        seen: "aws, denied: ec2:A, ec2:B, ec2:C and 1 more",
        todo: expect.stringContaining("skylane permissions --cloud aws"),
      },
    ]);
  });

  it("holds a throttled call against the moment, not against the permissions", () => {
    expect(judgeGaps("aws", [gap("throttled", "ec2:A")])).toMatchObject([{ outcome: "warning" }]);
  });
});
