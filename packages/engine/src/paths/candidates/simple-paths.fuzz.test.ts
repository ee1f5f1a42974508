import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shortestSimplePaths } from "./shortest-simple-paths.ts";
import { indexGraph, type PathGraph, simplePaths } from "./simple-paths.ts";

const graphs = fc.integer({ min: 2, max: 7 }).chain((nodeCount) =>
  fc.record({
    nodeCount: fc.constant(nodeCount),
    edges: fc.array(
      fc.record({
        from: fc.nat({ max: nodeCount - 1 }),
        to: fc.nat({ max: nodeCount - 1 }),
        weight: fc.nat({ max: 9 }),
      }),
      { maxLength: 16 },
    ),
    source: fc.nat({ max: nodeCount - 1 }),
    goal: fc.nat({ max: nodeCount - 1 }),
    maxLinks: fc.nat({ max: 6 }),
    modulus: fc.integer({ min: 1, max: 4 }),
  }),
);

/** As one would write it without a thought for speed. */
function naive(
  graph: PathGraph,
  source: number,
  goal: number,
  maxLinks: number,
  mayFollow: (a: number, b: number) => boolean,
) {
  const found: number[][] = [];
  const walk = (node: number, path: readonly number[], seen: readonly number[]): void => {
    if (node === goal) {
      if (path.length > 0) found.push([...path]);
      return;
    }
    if (path.length === maxLinks) return;
    graph.edges.forEach((edge, i) => {
      const last = path.at(-1);
      if (edge.from === node && !seen.includes(edge.to) && (last === undefined || mayFollow(last, i)))
        walk(edge.to, [...path, i], [...seen, edge.to]);
    });
  };
  walk(source, [], [source]);
  return found;
}
const sorted = (paths: readonly (readonly number[])[]) => paths.map((path) => path.join(">")).sort();

describe("engine/paths/candidates/simple-paths", () => {
  it("finds what a plain search finds, each path once", () => {
    fc.assert(
      fc.property(graphs, ({ source, goal, maxLinks, modulus, ...graph }) => {
        const mayFollow = (a: number, b: number) => modulus === 1 || (a + b) % modulus !== 0;
        const found = simplePaths(indexGraph(graph), source, goal, { maxLinks, mayFollow });
        expect(sorted(found ?? [])).toEqual(sorted(naive(graph, source, goal, maxLinks, mayFollow)));
      }),
      { numRuns: 1_000 },
    );
  });

  it("finds the lightest ones in their order", () => {
    fc.assert(
      fc.property(graphs, fc.integer({ min: 1, max: 8 }), ({ source, goal, maxLinks, modulus, ...graph }, count) => {
        const mayFollow = (a: number, b: number) => modulus === 1 || (a + b) % modulus !== 0;
        const weigh = (path: readonly number[]) => path.reduce((sum, i) => sum + (graph.edges[i]?.weight ?? 0), 0);
        const all = naive(graph, source, goal, maxLinks, mayFollow);
        const found = shortestSimplePaths(indexGraph(graph), source, goal, { maxLinks, mayFollow, count });

        expect(found.map(weigh)).toEqual(
          all
            .map(weigh)
            .sort((a, b) => a - b)
            .slice(0, count),
        );
        expect(new Set(sorted(found)).size).toBe(found.length);
        expect(sorted(all)).toEqual(expect.arrayContaining(sorted(found)));
      }),
      { numRuns: 1_000 },
    );
  });

  it("gives up where there are more than it may find", () => {
    const edges = Array.from({ length: 5 }, () => ({ from: 0, to: 1, weight: 1 }));
    const graph = indexGraph({ nodeCount: 2, edges });

    expect(simplePaths(graph, 0, 1, { maxLinks: 1 }, 5)).toHaveLength(5);
    expect(simplePaths(graph, 0, 1, { maxLinks: 1 }, 4)).toBeUndefined();
    expect(shortestSimplePaths(graph, 0, 1, { maxLinks: 1, count: 4 })).toHaveLength(4);
  });
});
