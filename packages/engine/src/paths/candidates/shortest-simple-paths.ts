import type { IndexedGraph, PathLimits } from "./simple-paths.ts";

/** A path that is being made: its last edge and all before it. */
interface Beginning {
  readonly edge: number;
  readonly node: number;
  readonly before: Beginning | undefined;
  readonly links: number;
  readonly weight: number;
  /** No path that begins like this weighs less. */
  readonly atLeast: number;
  /** When it was made: decides between equals, so that the answer is always the same. */
  readonly turn: number;
}

/**
 * The `count` lightest of the simple paths between two nodes with at most `maxLinks` edges, lightest first. Best first: the
 * bound of a beginning is its weight plus the least that any way to the goal with the links that are left can weigh, so what is
 * finished first is lightest. Costs memory by the beginnings it keeps: at most the edges of a node for each step it takes.
 */
export function shortestSimplePaths(
  graph: IndexedGraph,
  source: number,
  goal: number,
  { maxLinks, mayFollow, count }: PathLimits & { readonly count: number },
): readonly (readonly number[])[] {
  const found: (readonly number[])[] = [];
  if (source === goal || count < 1) return found;
  const least = leastWeights(graph, goal, maxLinks);
  const open: Beginning[] = [];
  let turn = 0;
  const extend = (node: number, path: Beginning | undefined): void => {
    const links = (path?.links ?? 0) + 1;
    if (links > maxLinks) return;
    const rests = least[Math.min(maxLinks - links, least.length - 1)] as Float64Array;
    for (let i = graph.outStart[node] as number; i < (graph.outStart[node + 1] as number); i += 1) {
      const edge = graph.outEdges[i] as number;
      const to = graph.toOf[edge] as number;
      const rest = rests[to] as number;
      if (rest === Number.POSITIVE_INFINITY || to === source || isOn(path, to)) continue;
      if (path && mayFollow && !mayFollow(path.edge, edge)) continue;
      const weight = (path?.weight ?? 0) + (graph.edges[edge]?.weight ?? 0);
      turn += 1;
      push(open, { edge, node: to, before: path, links, weight, atLeast: weight + rest, turn });
    }
  };
  extend(source, undefined);
  while (found.length < count) {
    const path = pop(open);
    if (!path) break;
    if (path.node === goal) found.push(edgesOf(path));
    else extend(path.node, path);
  }
  return found;
}

/**
 * Row `k`: the least weight from each node to the goal with at most `k` edges; rounds of Bellman and Ford. The last row stands
 * for all after it: it is where more edges save nothing.
 */
function leastWeights({ nodeCount, edges }: IndexedGraph, goal: number, maxLinks: number): readonly Float64Array[] {
  let row = new Float64Array(nodeCount).fill(Number.POSITIVE_INFINITY);
  row[goal] = 0;
  const rows = [row];
  for (let links = 1; links <= maxLinks; links += 1) {
    const before = row;
    row = before.slice();
    let isLess = false;
    for (const { from, to, weight } of edges) {
      const through = weight + (before[to] as number);
      if (through >= (row[from] as number)) continue;
      row[from] = through;
      isLess = true;
    }
    if (!isLess) break;
    rows.push(row);
  }
  return rows;
}

function isOn(path: Beginning | undefined, node: number): boolean {
  for (let at = path; at; at = at.before) if (at.node === node) return true;
  return false;
}

function edgesOf(path: Beginning): readonly number[] {
  const edges = new Array<number>(path.links);
  for (let at: Beginning | undefined = path; at; at = at.before) edges[at.links - 1] = at.edge;
  return edges;
}

/** Of equal bounds the longer beginning: it is nearer to the goal. */
const isBefore = (a: Beginning, b: Beginning): boolean =>
  a.atLeast !== b.atLeast ? a.atLeast < b.atLeast : a.links !== b.links ? a.links > b.links : a.turn < b.turn;

function push(heap: Beginning[], path: Beginning): void {
  let at = heap.length;
  heap.push(path);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent] as Beginning;
    if (!isBefore(path, above)) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = path;
}

function pop(heap: Beginning[]): Beginning | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (!first || !last || heap.length === 0) return first;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isBefore(heap[child + 1] as Beginning, heap[child] as Beginning)) child += 1;
    if (!isBefore(heap[child] as Beginning, last)) break;
    heap[at] = heap[child] as Beginning;
    at = child;
  }
  heap[at] = last;
  return first;
}
