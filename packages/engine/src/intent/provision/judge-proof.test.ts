import { describe, expect, it } from "vitest";
import { judgeEgress, judgeOpenWay } from "./judge-proof.ts";

const known = (...ips: string[]) => ({ kind: "known" as const, ips, of: "NAT gateway nat-a", isShared: true });

describe("engine/intent/provision/judge-proof", () => {
  it.each([
    ["by the address that is let in", known("198.51.100.7"), true],
    ["by one of those that are let in", known("198.51.100.8"), true],
    ["by another besides", known("198.51.100.7", "198.51.100.9"), false],
    ["by none", known(), false],
    ["by what nobody knows", { kind: "unknown" as const, because: "rtb-1 leads to aws/tgw-1" }, false],
    ["from a network that was not seen", undefined, false],
  ])("a source that leaves %s", (_, egress, isProven) => {
    expect(judgeEgress(["198.51.100.7", "198.51.100.8"], egress)).toMatchObject({ check: "path", isProven });
  });

  it("a rule that forbids the internet by now is no proof", () => {
    expect(judgeOpenWay(["pci-dss.public-exposure"])).toMatchObject({
      isProven: false,
      seen: "pci-dss.public-exposure",
    });
    expect(judgeOpenWay([])).toMatchObject({ isProven: true });
  });
});
