import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { areApart, type Box, type Cubic, level, type Point, pointOn } from "./geometry.ts";
import { LABEL_HEIGHT, labelWidth, placeLabels } from "./place-labels.ts";

const px = fc.integer({ min: 0, max: 1_200 });
const line = fc.record({ x: px, y: px, dx: fc.integer({ min: 40, max: 900 }), toY: px });
const box = fc.record({
  x: px,
  y: px,
  width: fc.integer({ min: 10, max: 400 }),
  height: fc.integer({ min: 10, max: 90 }),
});
const TEXT = "2 down";
const width = labelWidth(TEXT);
const around = ({ x, y }: Point): Box => ({ x: x - width / 2, y: y - LABEL_HEIGHT / 2, width, height: LABEL_HEIGHT });
const SHARES = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82, 0.12, 0.88];

/** Where a mark may stand, by looking at everything there is. */
function freeOn(curves: readonly Cubic[], taken: readonly Box[], boxes: readonly Box[]): Point {
  const points = SHARES.map((share) => pointOn(curves, share));
  const isFree = (point: Point, others: readonly Box[]) => others.every((other) => areApart(around(point), other));
  return (
    points.find((one) => isFree(one, [...taken, ...boxes])) ??
    points.find((one) => isFree(one, taken)) ??
    pointOn(curves, 0.5)
  );
}

describe("dashboard/explore/graph/place-labels", () => {
  it("puts each mark on its line, off the others and off the boxes as long as there is room", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), fc.array(box, { maxLength: 12 }), (drawn, boxes) => {
        const lines = drawn.map(({ x, y, dx, toY }, i) => ({
          key: String(i),
          text: i % 5 === 4 ? "" : TEXT,
          curves: [level({ x, y }, { x: x + dx, y: toY })],
        }));

        const places = placeLabels(lines, boxes);

        const taken: Box[] = [];
        for (const { key, text, curves } of lines) {
          if (text === "") expect(places.has(key)).toBe(false);
          else {
            const point = freeOn(curves, taken, boxes);
            expect(places.get(key)).toEqual(point);
            taken.push(around(point));
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
