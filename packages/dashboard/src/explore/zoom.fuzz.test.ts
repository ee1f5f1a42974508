import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { held, LARGEST, SMALLEST, scrollFor, zoomed } from "./zoom.ts";

const px = fc.double({ min: 0, max: 4_000, noNaN: true });
const size = fc.double({ min: 5_000, max: 40_000, noNaN: true });

describe("dashboard/explore/zoom", () => {
  it("keeps what is under the pointer there, however large the picture gets", () => {
    fc.assert(
      fc.property(
        px,
        px,
        size,
        size,
        px,
        px,
        fc.double({ min: 1, max: 4, noNaN: true }),
        (left, top, w, h, x, y, by) => {
          const one = held({ scrollLeft: left, scrollTop: top, scrollWidth: w, scrollHeight: h }, { x, y });
          const next = { scrollLeft: 0, scrollTop: 0, scrollWidth: w * by, scrollHeight: h * by };
          const to = scrollFor(one, next);

          const again = held({ ...next, scrollLeft: to.x, scrollTop: to.y }, { x, y });
          expect(again.of.x).toBeCloseTo(one.of.x, 9);
          expect(again.of.y).toBeCloseTo(one.of.y, 9);
        },
      ),
    );
  });

  it("goes no farther than it can be read or seen", () => {
    expect(zoomed(0.001)).toBe(SMALLEST);
    expect(zoomed(99)).toBe(LARGEST);
    expect(zoomed(1.5)).toBe(1.5);
  });

  it("does not scroll before the beginning", () => {
    const shown = { scrollLeft: 0, scrollTop: 0, scrollWidth: 100, scrollHeight: 100 };

    expect(scrollFor({ of: { x: 0, y: 0.5 }, at: { x: 40, y: 20 } }, shown)).toEqual({ x: 0, y: 30 });
  });
});
