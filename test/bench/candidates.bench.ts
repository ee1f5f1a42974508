import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { XMLParser } from "fast-xml-parser";
import { UndirectedGraph } from "graphology";
import { allSimplePaths } from "graphology-simple-path";
import * as z from "zod";
import { shortestSimplePaths } from "../../packages/engine/src/paths/candidates/shortest-simple-paths.ts";
import { indexGraph, simplePaths } from "../../packages/engine/src/paths/candidates/simple-paths.ts";
import { seededRandom } from "../support/seeded-random.ts";

// Every simple path between pairs of nodes of a carrier's network (Topology Zoo, Colt: 153 nodes), with ours and with graphology's.
const file = join(import.meta.dirname, "../../../shared/data/topologies/Colt.graphml");
const PAIRS = 40;
const MAX_LINKS = 24;
const ROUNDS = 7;
const SHORTEST = 50;

const Value = z.union([z.string(), z.number()]).transform(Number);
const GraphMl = z.looseObject({
  graphml: z.looseObject({
    graph: z.looseObject({
      node: z.array(z.looseObject({ id: Value })),
      edge: z.array(z.looseObject({ source: Value, target: Value })),
    }),
  }),
});

const print = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const spread = (values: readonly number[]) => {
  const sorted = values.toSorted((a, b) => a - b);
  const round = (value = Number.NaN) => Number(value.toPrecision(4));
  return { min: round(sorted[0]), p50: round(sorted[Math.floor(sorted.length / 2)]), max: round(sorted.at(-1)) };
};
const timed = <T>(work: () => T): { readonly ms: number; readonly result: T } => {
  const startMs = performance.now();
  const result = work();
  return { ms: performance.now() - startMs, result };
};

function bench(): void {
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "" });
  const { node: nodes, edge } = GraphMl.parse(parser.parse(readFileSync(file, "utf8"))).graphml.graph;
  const indexOf = new Map(nodes.map(({ id }, i) => [id, i]));
  const at = (id: number): number => indexOf.get(id) ?? -1;
  // links side by side are one: graphology's paths are lists of nodes
  const sides = edge.map(({ source, target }) => [at(source), at(target)].sort((a, b) => a - b));
  const links = [...new Map(sides.map(([a = -1, b = -1]) => [`${a} ${b}`, [a, b] as const])).values()];
  const edges = links.flatMap(([a, b]) => [
    { from: a, to: b, weight: 1 },
    { from: b, to: a, weight: 1 },
  ]);
  const ours = indexGraph({ nodeCount: nodes.length, edges });
  const theirs = new UndirectedGraph();
  nodes.forEach((_, i) => void theirs.addNode(String(i)));
  for (const [a, b] of links) theirs.addEdge(String(a), String(b));
  const random = seededRandom(7);
  const node = (): number => Math.floor(random() * nodes.length);
  const pairs: (readonly [number, number])[] = [];
  while (pairs.length < PAIRS) {
    const pair = [node(), node()] as const;
    if (pair[0] !== pair[1]) pairs.push(pair);
  }

  const countOurs = () =>
    pairs.map(([from, to]) => simplePaths(ours, from, to, { maxLinks: MAX_LINKS })?.length ?? Number.NaN);
  const countTheirs = () =>
    pairs.map(([from, to]) => allSimplePaths(theirs, String(from), String(to), { maxDepth: MAX_LINKS }).length);
  const rounds = Array.from({ length: ROUNDS + 1 }, () => ({
    ours: timed(countOurs),
    theirs: timed(countTheirs),
  })).slice(1);
  const [first] = rounds;
  const sum = (counts: readonly number[] = []): number => counts.reduce((all, count) => all + count, 0);
  const isEqual = JSON.stringify(first?.ours.result) === JSON.stringify(first?.theirs.result);
  print({
    bench: "candidates",
    name: `all simple paths of up to ${MAX_LINKS} links, ${PAIRS} pairs of Colt (${nodes.length} nodes, ${links.length} links)`,
    unit: "ms",
    paths: sum(first?.ours.result),
    pathsOfGraphology: sum(first?.theirs.result),
    isEqual,
    ours: spread(rounds.map(({ ours: { ms } }) => ms)),
    graphology: spread(rounds.map(({ theirs: { ms } }) => ms)),
    ratio: spread(rounds.map(({ ours, theirs }) => theirs.ms / ours.ms)),
  });
  if (!isEqual) process.exitCode = 1;
  const shortest = Array.from({ length: ROUNDS }, () =>
    timed(() =>
      sum(
        pairs.map(
          ([from, to]) => shortestSimplePaths(ours, from, to, { maxLinks: nodes.length - 1, count: SHORTEST }).length,
        ),
      ),
    ),
  );
  print({
    bench: "candidates",
    name: `the ${SHORTEST} shortest simple paths of any length, ${PAIRS} pairs of Colt`,
    unit: "ms",
    ...spread(shortest.map(({ ms }) => ms)),
    paths: shortest[0]?.result,
  });
}

if (existsSync(file)) bench();
else print({ bench: "candidates", skipped: `${file} is not there: it is not part of this project` });
