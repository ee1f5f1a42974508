import type { Finding } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { chosenFindings, counts } from "./chosen-findings.ts";

const finding = (id: string, severity: Finding["severity"], rule: Finding["rule"], monthlyUsd?: number) =>
  ({ id, severity, rule, ...(monthlyUsd !== undefined && { monthlyUsd }) }) as Finding;
const all = [
  finding("a", "low", "zombie", 10),
  finding("b", "critical", "single-point-of-failure"),
  finding("c", "low", "zombie", 900),
  finding("d", "high", "public-internet-flow"),
];
const ids = (found: readonly Finding[]) => found.map(({ id }) => id).join("");

describe("dashboard/audit/chosen-findings", () => {
  it("puts the worst first, and of equals the dearest", () => expect(ids(chosenFindings(all, {}))).toBe("bdca"));

  it("keeps what is asked for", () => {
    expect(ids(chosenFindings(all, { severity: ["low", "high"] }))).toBe("dca");
    expect(ids(chosenFindings(all, { severity: ["low"], rule: "public-internet-flow" }))).toBe("");
  });

  it("counts what there is", () => {
    expect(counts(["critical", "medium", "low"] as const, all, ({ severity }) => severity as "low")).toEqual([
      { key: "critical", count: 1 },
      { key: "low", count: 2 },
    ]);
  });
});
