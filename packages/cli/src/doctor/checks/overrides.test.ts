import type { Override, PathOverride } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { judgeOverrides } from "./overrides.ts";

const NOW_MS = 1_000_000;
const move = (more: object = {}) =>
  ({ groupId: "g", incidentId: "i1", toPathId: "vpn", expiresAtMs: NOW_MS + 1, ...more }) as Override;
const order = (untilMs: number) =>
  ({ pathId: "dx", to: "avoid", by: "ann", reason: "fibre work", untilMs }) as PathOverride;

describe("cli/doctor/checks/overrides", () => {
  it("tells of a move that stands, and how it is taken back", () => {
    expect(judgeOverrides([move()], [], NOW_MS, "skylane-watch-overrides")).toMatchObject([
      { outcome: "warning", seen: "g runs on vpn, for i1", todo: "skylane failover back g" },
    ]);
  });

  it("fails for one that nobody answers for, and for one that somebody else has changed", () => {
    const ending = { why: "lease-ran-out", sinceMs: 0, stage: "conflict", awayCount: 1, isTold: true };

    expect(
      judgeOverrides([move({ expiresAtMs: NOW_MS - 180_000 })], [], NOW_MS, "skylane-watch-overrides"),
    ).toMatchObject([{ outcome: "failed", seen: expect.stringContaining("nobody answers for it since 3 min") }]);
    expect(judgeOverrides([move({ ending })], [], NOW_MS, "skylane-watch-overrides")).toMatchObject([
      { outcome: "failed" },
    ]);
  });

  it("gives the watchdog its time, and says when it is at work", () => {
    const ending = { why: "lease-ran-out", sinceMs: 0, stage: "putting-back", awayCount: 1, isTold: true };
    const outcomeOf = (one: Override) => judgeOverrides([one], [], NOW_MS, "skylane-watch-overrides")[0]?.outcome;

    expect(outcomeOf(move({ expiresAtMs: NOW_MS - 60_000 }))).toBe("warning");
    expect(outcomeOf(move({ expiresAtMs: NOW_MS - 180_000, ending }))).toBe("warning");
  });

  it("tells of people's orders that still count, with who and why", () => {
    expect(
      judgeOverrides([], [order(NOW_MS), order(NOW_MS + 3_600_000)], NOW_MS, "skylane-watch-overrides"),
    ).toMatchObject([{ outcome: "warning", seen: "ann ordered to avoid dx for another 1 h: fibre work" }]);
  });
});
