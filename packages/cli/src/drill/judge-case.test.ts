import { describe, expect, it } from "vitest";
import type { Seen } from "./drill-case.ts";
import { judgeCase } from "./judge-case.ts";

const seen = (more: Partial<Seen> = {}): Seen => ({
  role: "primary",
  status: "moved",
  rule: undefined,
  toPathId: "vpn",
  allowedPathIds: ["dx", "vpn"],
  restoredMs: 3_000,
  lostCount: 60,
  lostDuringFailbackCount: 0,
  isBack: true,
  canAct: true,
  ...more,
});

describe("cli/drill/judge-case", () => {
  it.each<[string, Partial<Seen>, string]>([
    ["a move that traffic confirms, and back without a loss", {}, "moved"],
    ["what routing repaired", { status: "repaired-by-routing" }, "repaired-by-routing"],
    ["what routing repaired before anybody looked", { status: undefined }, "repaired-by-routing"],
    ["a fault that nobody felt", { status: undefined, lostCount: 0 }, "unaffected"],
    ["a fault on a path that carries nothing", { role: "backup", status: undefined, lostCount: 0 }, "unaffected"],
    [
      "staying where nothing else is allowed",
      { status: "refused", rule: "no-allowed-backup", restoredMs: undefined },
      "refused",
    ],
    [
      "staying where nobody can turn a knob",
      { status: "refused", rule: "automation-level", canAct: false, restoredMs: undefined },
      "refused",
    ],
    [
      "telling of a path beside the primary that one direction takes, where nobody can turn a knob",
      { role: "backup", status: "refused", rule: "not-symmetric", canAct: false, restoredMs: undefined },
      "refused",
    ],
  ])("takes for right: %s", (_, more, outcome) => {
    expect(judgeCase(seen(more))).toMatchObject({ outcome, isRight: true });
  });

  it.each<[string, Partial<Seen>, string]>([
    ["a path that a policy forbids", { allowedPathIds: ["dx"] }, "moved"],
    ["a move that traffic does not confirm, whatever the incident says", { restoredMs: undefined }, "not-restored"],
    ["routing that was trusted in vain", { status: "repaired-by-routing", restoredMs: undefined }, "not-restored"],
    ["a fail back that never comes", { isBack: false }, "moved"],
    ["requests lost by the fail back", { lostDuringFailbackCount: 1 }, "moved"],
    ["moving traffic for a fault on a path that carries nothing", { role: "backup" }, "moved"],
    ["staying for any other reason", { status: "refused", rule: "kill-switch", restoredMs: undefined }, "refused"],
    [
      "staying where there is a knob",
      { status: "refused", rule: "automation-level", restoredMs: undefined },
      "refused",
    ],
    [
      "only telling of it where there is a knob",
      { role: "backup", status: "refused", rule: "not-symmetric", restoredMs: undefined },
      "refused",
    ],
    ["not noticing", { status: undefined, restoredMs: undefined }, "not-restored"],
    ["a move that had to be undone", { status: "rolled-back", restoredMs: undefined }, "not-restored"],
  ])("takes for wrong: %s", (_, more, outcome) => {
    expect(judgeCase(seen(more))).toMatchObject({ outcome, isRight: false });
  });
});
