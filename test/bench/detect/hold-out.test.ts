import { describe, expect, it } from "vitest";
import { draws, heldOut } from "./hold-out.ts";

const flat = (points: number): number[] => [points, points];

describe("bench/detect/hold-out", () => {
  it("judges each file with what was best on the others", () => {
    // the first candidate is best on file 0 alone, so file 0 is judged with the second
    const points = [
      [flat(10), flat(0), flat(0)],
      [flat(-5), flat(1), flat(1)],
    ];
    expect(heldOut(points)).toEqual([-5, 0, 0]);
  });

  it("chooses on one half and judges on the other", () => {
    const points = [
      [flat(3), flat(-3), flat(3), flat(-3)],
      [flat(-2), flat(2), flat(-2), flat(2)],
    ];
    expect(heldOut(points, (file) => file % 2)).toEqual([-2, -3, -2, -3]);
  });

  it("draws the same numbers each time, between 0 and 1", () => {
    const [one, other] = [draws(1), draws(1)];
    const drawn = Array.from({ length: 100 }, one);
    expect(drawn).toEqual(Array.from({ length: 100 }, other));
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...drawn)).toBeLessThan(1);
    expect(new Set(drawn).size).toBeGreaterThan(95);
  });
});
