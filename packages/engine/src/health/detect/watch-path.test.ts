import type { PathWatch } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { degradationRisk } from "./degradation-risk.ts";
import { forgiveLosses, unwatchedPath, watchPath } from "./watch-path.ts";

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const noise = (at: number): number => (((at * 7919) % 101) - 50) / 100;
const watchFor = (durationMs: number, rttMs: (atMs: number) => number): PathWatch => {
  let watch: PathWatch = unwatchedPath;
  for (let at = 0; at * minuteMs < durationMs; at += 1)
    watch = watchPath(watch, { atMs: at * minuteMs, sent: 58, lost: 0, rttMs: rttMs(at * minuteMs) + noise(at) });
  return watch;
};
/** From 16 o'clock on 40 ms more within four hours, until midnight. */
const evening = (atMs: number): number => 50 + 10 * Math.max(0, Math.min((atMs % dayMs) / hourMs - 16, 4));
const risk = (watch: PathWatch, nowMs: number) =>
  degradationRisk(watch, { nowMs, horizonMs: nowMs + hourMs, limitRttMs: 90, limitLossRatio: 0.05 });

describe("health/detect/watch-path", () => {
  it("takes a rise that every day has at this hour for no drift", () => {
    const beforeFull = 19.5 * hourMs;
    const steeper = (atMs: number) => evening(atMs) + (atMs > 3 * dayMs ? evening(atMs) - 50 : 0);

    expect(risk(watchFor(beforeFull, evening), beforeFull).signs).toContain("drift");
    expect(risk(watchFor(3 * dayMs + beforeFull, evening), 3 * dayMs + beforeFull).probability).toBeLessThan(0.35);
    expect(risk(watchFor(3 * dayMs + beforeFull, steeper), 3 * dayMs + beforeFull).signs).toContain("drift");
  });

  it("holds an outage against nobody once it is over", () => {
    let watch = watchFor(6 * hourMs, () => 50);
    for (const lost of [30, 58, 58])
      watch = watchPath(watch, { atMs: 6 * hourMs + lost, sent: 58, lost, ...(lost < 58 && { rttMs: 50 }) });
    expect(risk(watch, 6 * hourMs).probability).toBeGreaterThan(0.9);

    expect(risk(forgiveLosses(watch), 6 * hourMs).probability).toBeLessThan(0.1);
  });

  it("sees no danger in jitter of a few tenths of a millisecond, however calm the path was before", () => {
    const calm = watchFor(6 * hourMs, () => 50 - noise(0));
    let watch = { ...calm, jitterUsualMs: 0.01 };
    for (let at = 0; at < 12; at += 1)
      watch = watchPath(watch, {
        atMs: 6 * hourMs + at * minuteMs,
        sent: 58,
        lost: 0,
        rttMs: 50 + (at % 2) * 0.4,
      }) as typeof watch;

    expect(risk(watch, 6 * hourMs).signs).not.toContain("jitter");
  });
});
