import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { machineLoad, meanLoad } from "./machine-load.ts";

const HOUR_MS = 3_600_000;
// a Monday
const MONDAY = Date.UTC(2026, 10, 2);
const at = (day: number, hour: number): number => MONDAY + (day * 24 + hour) * HOUR_MS;
const load = (id: string, environment: string, seed = 7) => machineLoad({ id, tags: { environment } }, seed);

describe("twin/world/services/machine-load", () => {
  it("is a part of a whole, and the same for the same seed", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom("prod", "staging"),
        fc.nat(),
        fc.integer({ min: MONDAY, max: MONDAY + 60 * 24 * HOUR_MS }),
        (id, environment, seed, atMs) => {
          const { cpuAt, memoryAt } = load(id, environment, seed);
          for (const ratio of [cpuAt(atMs), memoryAt?.(atMs) ?? 0]) {
            expect(ratio).toBeGreaterThanOrEqual(0);
            expect(ratio).toBeLessThanOrEqual(1);
          }
          expect(load(id, environment, seed).cpuAt(atMs)).toBe(cpuAt(atMs));
        },
      ),
    );
  });

  it("is quiet by night and at weekends where it is not production", () => {
    const { cpuAt } = load("a", "staging");

    for (const quiet of [at(0, 6.9), at(0, 19), at(5, 12), at(6, 12)]) expect(cpuAt(quiet)).toBeLessThan(0.05);
    for (const busy of [at(0, 7), at(4, 18.9)]) expect(cpuAt(busy)).toBeGreaterThan(0.1);
  });

  it("leaves some of production nearly idle, and others busy", () => {
    const noons = Array.from({ length: 50 }, (_, i) => load(`vm-${i}`, "prod").cpuAt(at(1, 12)));

    expect(noons.filter((ratio) => ratio < 0.12).length).toBeGreaterThan(5);
    expect(noons.filter((ratio) => ratio > 0.3).length).toBeGreaterThan(5);
  });

  it("has the mean of its slots, in proportion to time", () => {
    const { cpuAt } = load("a", "prod");
    const [one, other] = [cpuAt(MONDAY), cpuAt(MONDAY + 300_000)];

    expect(meanLoad(cpuAt, MONDAY, MONDAY + 300_000)).toBeCloseTo(one, 12);
    expect(meanLoad(cpuAt, MONDAY + 240_000, MONDAY + 600_000)).toBeCloseTo((one + 5 * other) / 6, 12);
  });

  it("does the same at every moment without a seed", () => {
    for (const environment of ["prod", "staging"]) {
      const { cpuAt } = machineLoad({ id: "a", tags: { environment } }, undefined);
      expect(cpuAt(MONDAY)).toBe(cpuAt(at(5, 17)));
    }
  });
});
