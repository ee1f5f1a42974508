import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyView } from "../../../../../test/support/estate-views.ts";
import { indexEstate } from "../estate-index.ts";
import { areApart, isInside } from "./geometry.ts";
import { layOut } from "./lay-out.ts";

describe("dashboard/explore/graph/lay-out", () => {
  it("puts no box on another, each in its place, each place in its cloud, and all in the picture", () => {
    fc.assert(
      fc.property(anyView, fc.boolean(), (view, isOpen) => {
        const index = indexEstate(view);
        const open = new Set(isOpen ? index.places.map(({ id }) => id) : []);
        const { nodes, places, clouds, width, height } = layOut(index, open);

        for (const group of [nodes, places, clouds])
          for (const [i, one] of group.entries())
            for (const other of group.slice(i + 1)) expect(areApart(one, other)).toBe(true);
        for (const node of nodes) {
          const place = places.find((one) => one.place.id === node.placeId);
          expect(place && isInside(node, place)).toBe(true);
        }
        for (const place of places)
          expect(clouds.some((cloud) => cloud.cloud === place.place.cloud && isInside(place, cloud))).toBe(true);
        for (const cloud of clouds) expect(isInside(cloud, { x: 0, y: 0, width, height })).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("draws every network, gateway and link once, and begins and ends each line at a box that is there", () => {
    fc.assert(
      fc.property(anyView, (view) => {
        const index = indexEstate(view);
        const { nodes, edges } = layOut(index, new Set());
        const drawn = nodes.flatMap(({ memberKeys }) => memberKeys).sort();
        const keys = new Set(nodes.map(({ key }) => key));

        expect(new Set(drawn).size).toBe(drawn.length);
        for (const { key } of [...view.topology.networks, ...view.topology.gateways]) expect(drawn).toContain(key);
        expect(edges.flatMap(({ connections }) => connections.map(({ id }) => id)).sort()).toEqual(
          view.topology.connections.map(({ id }) => id).sort(),
        );
        for (const { ends } of edges) for (const end of ends) expect(keys).toContain(end);
        for (const { connections, isDeclared } of edges)
          expect(connections.every((connection) => connection.isDeclared === isDeclared)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it("is the same for the same estate, in whatever order it comes", () => {
    fc.assert(
      fc.property(anyView, (view) => {
        const { topology } = view;
        const turned = {
          ...view,
          topology: {
            ...topology,
            networks: topology.networks.toReversed(),
            gateways: topology.gateways.toReversed(),
            connections: topology.connections.toReversed(),
          },
        };
        const boxes = (one: typeof view) =>
          layOut(indexEstate(one), new Set()).nodes.map(({ key, x, y, width, height }) => ({
            key,
            x,
            y,
            width,
            height,
          }));

        expect(boxes(turned)).toEqual(boxes(view));
      }),
      { numRuns: 40 },
    );
  });
});
