import type { PathId } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isBeyondSlo, measurementOf, type Round } from "./measuring.ts";

const [dx, vpn, spare] = ["dx" as PathId, "vpn" as PathId, "spare" as PathId];
const ROUND_MS = 200;
const rounds = (...seen: readonly (PathId | "lost" | "uncounted")[]): readonly Round[] =>
  seen.map((one, i) => ({
    sentAtMs: i * ROUND_MS,
    answeredAtMs: i * ROUND_MS + 10,
    sentCount: 3,
    answeredCount: one === "lost" ? 1 : 3,
    packets: new Map(one === "uncounted" ? [] : [dx, vpn, spare].map((path) => [path, path === one ? 12 : 1])),
  }));
const measured = (seen: readonly Round[]) =>
  measurementOf({ rounds: seen, faultAtMs: 0, fromPathId: dx, toPathId: vpn, flowIds: [], provingCount: 2 });

describe("engine/failover/drill/measuring", () => {
  it("measures from the first request that was lost to the first of the rounds proven on the backup", () => {
    expect(measured(rounds(dx, "lost", "lost", "lost", vpn, vpn))).toMatchObject({
      firstLostAtMs: 200,
      firstOnBackupAtMs: 810,
      rtoMs: 610,
      switchMs: 810,
      sentCount: 18,
      lostCount: 6,
      actualPathId: "vpn",
      intervalMs: 200,
    });
  });

  it("a move that loses nothing was 0 ms without an answer", () => {
    expect(measured(rounds(dx, dx, vpn, vpn))).toMatchObject({ rtoMs: 0, switchMs: 410, lostCount: 0 });
  });

  it("traffic that never left the path has no time", () => {
    expect(measured(rounds(dx, "lost", dx, dx))).not.toHaveProperty("rtoMs");
  });

  it("one round on the backup proves nothing yet", () => {
    expect(measured(rounds(dx, "lost", vpn, "lost", dx))).not.toHaveProperty("rtoMs");
  });

  it("names the path that carried it, if it is not the one that was expected", () => {
    expect(measured(rounds("lost", spare, spare))).toMatchObject({ expectedPathId: "vpn", actualPathId: "spare" });
  });

  it("where no packets can be counted, answers after the last loss must do, and no path is named", () => {
    const seen = measured(rounds("uncounted", "lost", "uncounted", "uncounted"));

    expect(seen).toMatchObject({ rtoMs: 210 });
    expect(seen).not.toHaveProperty("actualPathId");
    expect(measured(rounds("uncounted", "uncounted"))).not.toHaveProperty("rtoMs");
  });

  it("breaks off by what the last window lost, not by the first lost request", () => {
    const slo = { maxLossRatio: 0.5, windowMs: 1_000 };

    expect(isBeyondSlo(rounds("lost"), slo)).toBe(false);
    expect(isBeyondSlo(rounds("lost", "lost", "lost", "lost", "lost", "lost"), slo)).toBe(true);
    expect(isBeyondSlo(rounds("lost", "lost", dx, dx, dx, dx, dx, dx), slo)).toBe(false);
  });

  it("never measures a time without a proof, nor one below zero, nor more lost than sent", () => {
    const one = fc.constantFrom<PathId | "lost">(dx, vpn, spare, "lost");
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 40 }), (seen) => {
        const { rtoMs, firstOnBackupAtMs, sentCount, lostCount, actualPathId } = measured(rounds(...seen));
        expect(rtoMs === undefined).toBe(firstOnBackupAtMs === undefined);
        expect(rtoMs ?? 0).toBeGreaterThanOrEqual(0);
        expect(lostCount).toBeLessThanOrEqual(sentCount);
        expect(actualPathId).not.toBe(dx);
      }),
    );
  });
});
