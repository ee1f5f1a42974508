import type { Incident } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../test/support/builders.ts";
import { dampingOf, holdDownMs } from "./damping.ts";

const settings = aConfig().failover;
const MINUTE_MS = 60_000;
const HALF_LIFE_MS = 15 * MINUTE_MS;
const moved = (openedAtMs: number, more: object = {}): Incident =>
  ({
    openedAtMs,
    status: "failed-back",
    trigger: { kind: "path-state" },
    preImages: [],
    ...more,
  }) as unknown as Incident;
const every = (count: number, stepMs: number): Incident[] => Array.from({ length: count }, (_, i) => moved(i * stepMs));

describe("engine/failover/damping", () => {
  it("a handful of moves in a row is no reason to stop", () => {
    expect(dampingOf(every(6, MINUTE_MS), settings, 6 * MINUTE_MS).reuseInMs).toBeUndefined();
  });

  it("one more and it is damped until three half-lives have passed", () => {
    const history = every(7, 1_000);

    const { penalty, reuseInMs = 0 } = dampingOf(history, settings, 6_000);

    expect(penalty).toBeGreaterThan(6_900);
    expect(reuseInMs / HALF_LIFE_MS).toBeCloseTo(Math.log2(penalty / 750), 6);
    expect(dampingOf(history, settings, 6_000 + reuseInMs - 1_000).reuseInMs).toBeGreaterThan(0);
    expect(dampingOf(history, settings, 6_000 + reuseInMs + 1_000).reuseInMs).toBeUndefined();
  });

  it("stays damped below the suppress limit, as long as it is above the reuse limit", () => {
    const { penalty, reuseInMs } = dampingOf(every(7, 1_000), settings, 2 * HALF_LIFE_MS);

    expect(penalty).toBeLessThan(settings.flapSuppress);
    expect(reuseInMs).toBeGreaterThan(0);
  });

  it("decays by half in each half-life", () => {
    expect(dampingOf([moved(0)], settings, HALF_LIFE_MS).penalty).toBeCloseTo(500, 6);
    expect(dampingOf([moved(0)], settings, 3 * HALF_LIFE_MS).penalty).toBeCloseTo(125, 6);
  });

  it.each([
    ["a move a person ordered", { trigger: { kind: "manual" } }, 0],
    ["an incident in which nothing was touched", { status: "refused" }, 0],
    ["a move undone before its first write", { status: "rolled-back" }, 0],
    ["a move that was undone", { status: "rolled-back", preImages: [{}] }, 1_000],
    ["a move that stands", { status: "moved" }, 1_000],
  ])("%s", (_, more, penalty) => {
    expect(dampingOf([moved(0, more)], settings, 0).penalty).toBe(penalty);
  });

  it("is off at a penalty of 0", () => {
    const off = { ...settings, flapPenalty: 0 };

    expect(dampingOf(every(100, 1_000), off, 100_000)).toEqual({ penalty: 0 });
    expect(holdDownMs(300_000, { penalty: 0 }, off)).toBe(300_000);
  });

  it("makes the window before the way back longer with every move of late, and never shorter than it is set", () => {
    expect(holdDownMs(300_000, { penalty: 0 }, settings)).toBe(300_000);
    expect(holdDownMs(300_000, { penalty: 2_000 }, settings)).toBe(900_000);
    expect(holdDownMs(300_000, { penalty: 90_000 }, settings)).toBe(4 * HALF_LIFE_MS);
    expect(holdDownMs(9_000_000, { penalty: 90_000 }, settings)).toBe(9_000_000);
  });

  it("does not depend on the order of the history, and time alone never makes it worse", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 5 * HALF_LIFE_MS }), { maxLength: 20 }),
        fc.nat(5 * HALF_LIFE_MS),
        (moments, laterMs) => {
          const history = moments.map((atMs) => moved(atMs));
          const nowMs = Math.max(0, ...moments);
          const now = dampingOf(history, settings, nowMs);
          const later = dampingOf(history, settings, nowMs + laterMs);

          expect(dampingOf([...history].reverse(), settings, nowMs)).toEqual(now);
          expect(later.penalty).toBeLessThanOrEqual(now.penalty);
          if (now.reuseInMs === undefined) expect(later.reuseInMs).toBeUndefined();
          else expect(later.reuseInMs ?? 0).toBeLessThanOrEqual(now.reuseInMs);
        },
      ),
    );
  });
});
