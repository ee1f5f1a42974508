import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyView } from "../../../../../test/support/estate-views.ts";
import { indexEstate } from "../estate-index.ts";
import { areApart, isInside } from "../graph/geometry.ts";
import { layOutMap, MAP_WIDTH } from "./lay-out-map.ts";

const point = fc.record({
  latitudeDeg: fc.double({ min: -60, max: 70, noNaN: true }),
  longitudeDeg: fc.double({ min: -170, max: 170, noNaN: true }),
});

describe("dashboard/explore/map/lay-out-map", () => {
  it("shows every place once, none on another, and those that are not known beside the map", () => {
    fc.assert(
      fc.property(anyView, fc.array(point, { minLength: 8, maxLength: 8 }), (view, points) => {
        const index = indexEstate(view);
        // the first place is not known
        const coordinates = Object.fromEntries(
          index.places.slice(1).flatMap(({ id }, i) => (points[i] ? [[id, points[i]]] : [])),
        );
        const { spots, height, edges } = layOutMap(index, coordinates);

        expect(spots.flatMap(({ rows }) => rows.map(({ place }) => place.id)).sort()).toEqual(
          index.places.map(({ id }) => id).sort(),
        );
        for (const [i, one] of spots.entries()) {
          expect(isInside(one, { x: 0, y: 0, width: MAP_WIDTH, height })).toBe(true);
          for (const other of spots.slice(i + 1)) expect(areApart(one, other)).toBe(true);
        }
        expect(edges.flatMap(({ connections }) => connections)).toHaveLength(view.topology.connections.length);
      }),
      { numRuns: 60 },
    );
  });
});
