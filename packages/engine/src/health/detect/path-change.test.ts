import type { PathChange, PathChangeState } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { nextPathChange, unseenRoundTrips } from "./path-change.ts";

const noise = (at: number): number => (((at * 7919) % 101) - 50) / 100;

function changesIn(rttMs: readonly (number | undefined)[]) {
  let state: PathChangeState = unseenRoundTrips;
  const changes: (PathChange & { toldAt: number })[] = [];
  for (const [at, one] of rttMs.entries()) {
    const next = nextPathChange(state, one);
    state = next.state;
    if (next.change) changes.push({ ...next.change, toldAt: at });
  }
  return { changes, state };
}

const levels = (...parts: readonly (readonly [count: number, levelMs: number])[]): number[] =>
  parts.flatMap(([count, levelMs]) => Array<number>(count).fill(levelMs)).map((levelMs, at) => levelMs + noise(at));

describe("health/detect/path-change", () => {
  it("finds nothing where only noise moves the round trip", () => {
    expect(changesIn(levels([500, 150])).changes).toEqual([]);
  });

  it("finds the sample of a step up and of the step back, within a few answers", () => {
    const { changes } = changesIn(levels([100, 150], [60, 156], [100, 150]));
    expect(changes.map(({ sample }) => sample)).toEqual([100, 160]);
    expect(changes[0]?.fromMs).toBeCloseTo(150, 0);
    expect(changes[0]?.toMs).toBeCloseTo(156, 0);
    for (const { sample, toldAt } of changes) expect(toldAt - sample).toBeLessThan(20);
  });

  it("does not take one slow answer for a change", () => {
    expect(changesIn(levels([100, 150]).with(60, 900)).changes).toEqual([]);
  });

  it("finds a path that becomes unsteady at the same level", () => {
    const unsteady = Array.from({ length: 60 }, (_, at) => 150 + 80 * noise(at));
    expect(changesIn([...levels([100, 150]), ...unsteady]).changes[0]?.sample).toBeGreaterThanOrEqual(95);
  });

  it("counts lost answers but learns nothing from them", () => {
    const { changes, state } = changesIn([...levels([100, 150]), undefined, undefined, ...levels([60, 160])]);
    expect(changes.map(({ sample }) => sample)).toEqual([102]);
    expect(state.count).toBe(162);
  });

  it("keeps a state that does not grow", () => {
    expect(JSON.stringify(changesIn(levels([3000, 150.123456])).state).length).toBeLessThan(4096);
  });
});
