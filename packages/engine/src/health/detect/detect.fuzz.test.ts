import type { PathWatch } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextAnomaly, unseenSeries } from "./anomaly.ts";
import { degradationRisk } from "./degradation-risk.ts";
import { nextLossBurst, unseenLosses } from "./loss-bursts.ts";
import { unwatchedPath, watchPath } from "./watch-path.ts";

const values = fc.array(fc.double({ min: -1e12, max: 1e12, noNaN: true }), { minLength: 1, maxLength: 400 });
const round = fc
  .record({
    sent: fc.integer({ min: 0, max: 20 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    rttMs: fc.double({ min: 0.01, max: 1e5, noNaN: true }),
  })
  .map(({ sent, share, rttMs }) => {
    const lost = Math.round(sent * share);
    return lost < sent ? { sent, lost, rttMs } : { sent, lost };
  });
const rounds = fc.array(round, { minLength: 1, maxLength: 120 });

const expectShare = (share: number): void => {
  expect(share).toBeGreaterThanOrEqual(0);
  expect(share).toBeLessThanOrEqual(1);
};

describe("health/detect", () => {
  it("scores any series between 0 and 1", () => {
    fc.assert(
      fc.property(values, (series) => {
        let state = unseenSeries();
        for (const [at, value] of series.entries()) {
          const next = nextAnomaly(state, { atMs: at * 300_000, value });
          state = next.state;
          expectShare(next.score);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("keeps every probability between 0 and 1 and every lead time ahead, whatever the probes answer", () => {
    fc.assert(
      fc.property(rounds, (probed) => {
        let losses = unseenLosses;
        let watch: PathWatch = unwatchedPath;
        for (const [at, one] of probed.entries()) {
          const next = nextLossBurst(losses, one);
          losses = next.state;
          expectShare(next.score);
          watch = watchPath(watch, { ...one, atMs: at * 60_000 });
        }
        const nowMs = probed.length * 60_000;
        const risk = degradationRisk(watch, {
          nowMs,
          limitRttMs: 200,
          limitLossRatio: 0.05,
          horizonMs: nowMs + 3_600_000,
        });
        expectShare(risk.probability);
        expect(risk.leadTimeMs ?? 0).toBeGreaterThanOrEqual(0);
        expect(JSON.stringify(watch).length).toBeLessThan(6000);
      }),
      { numRuns: 50 },
    );
  });
});
