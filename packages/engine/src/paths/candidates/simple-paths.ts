/** A directed multigraph; nodes are the numbers below `nodeCount`. A link that works both ways is two edges. */
export interface PathGraph {
  readonly nodeCount: number;
  readonly edges: readonly PathEdge[];
}

export interface PathEdge {
  readonly from: number;
  readonly to: number;
  /** ≥ 0. */
  readonly weight: number;
}

/** What is asked of a path. */
export interface PathLimits {
  readonly maxLinks: number;
  /** Whether the second edge may follow the first on one path; absent = any may. */
  readonly mayFollow?: (before: number, after: number) => boolean;
}

/** A graph made ready for questions: its edges sorted by the node they leave, and by the node they enter. */
export interface IndexedGraph extends PathGraph {
  /** Edges out of node `n` are `outEdges[outStart[n]]` to before `outEdges[outStart[n + 1]]`; likewise into it. */
  readonly outStart: Int32Array;
  readonly outEdges: Int32Array;
  readonly inStart: Int32Array;
  readonly inEdges: Int32Array;
  readonly fromOf: Int32Array;
  readonly toOf: Int32Array;
}

/** Costs O(nodes + edges) and is worth keeping for further questions to the same graph. */
export function indexGraph({ nodeCount, edges }: PathGraph): IndexedGraph {
  const fromOf = Int32Array.from(edges, ({ from }) => from);
  const toOf = Int32Array.from(edges, ({ to }) => to);
  const [outStart, outEdges] = sortByNode(nodeCount, fromOf);
  const [inStart, inEdges] = sortByNode(nodeCount, toOf);
  return { nodeCount, edges, outStart, outEdges, inStart, inEdges, fromOf, toOf };
}

/**
 * Every path between two nodes that meets no node twice and has at most `maxLinks` edges, as the indexes of its edges in their
 * order; parallel edges make several paths. `undefined` = there are more than `maxPaths`. Depth first, and never into a node
 * from which the goal is farther than the links that are left. The way from a node to itself is no path.
 */
export function simplePaths(
  graph: IndexedGraph,
  source: number,
  goal: number,
  { maxLinks, mayFollow }: PathLimits,
  maxPaths: number = Number.POSITIVE_INFINITY,
): readonly (readonly number[])[] | undefined {
  const found: (readonly number[])[] = [];
  if (source === goal || maxLinks < 1) return found;
  const { outStart, outEdges, toOf } = graph;
  const linksToGoal = linksTo(graph, goal, maxLinks);
  if ((linksToGoal[source] as number) > maxLinks) return found;
  const isOnPath = new Uint8Array(graph.nodeCount);
  const path: number[] = [];
  // where the search stands at each depth: the node, and the next of its edges to try
  const nodeAt = new Int32Array(maxLinks);
  const nextAt = new Int32Array(maxLinks);
  nodeAt[0] = source;
  nextAt[0] = outStart[source] as number;
  isOnPath[source] = 1;
  let depth = 0;
  while (depth >= 0) {
    const node = nodeAt[depth] as number;
    const end = outStart[node + 1] as number;
    const left = maxLinks - depth - 1;
    let next = nextAt[depth] as number;
    let isDeeper = false;
    while (next < end) {
      const edge = outEdges[next] as number;
      next += 1;
      const to = toOf[edge] as number;
      if (isOnPath[to] === 1 || (linksToGoal[to] as number) > left) continue;
      if (depth > 0 && mayFollow !== undefined && !mayFollow(path[depth - 1] as number, edge)) continue;
      if (to === goal) {
        if (found.length >= maxPaths) return undefined;
        const done = new Array<number>(depth + 1);
        for (let i = 0; i < depth; i += 1) done[i] = path[i] as number;
        done[depth] = edge;
        found.push(done);
        continue;
      }
      path[depth] = edge;
      nextAt[depth] = next;
      depth += 1;
      nodeAt[depth] = to;
      nextAt[depth] = outStart[to] as number;
      isOnPath[to] = 1;
      isDeeper = true;
      break;
    }
    if (isDeeper) continue;
    isOnPath[node] = 0;
    depth -= 1;
  }
  return found;
}

/** Fewest edges from each node to the goal, by breadth-first search against the edges; more than `maxLinks` is not told apart. */
function linksTo({ nodeCount, inStart, inEdges, fromOf }: IndexedGraph, goal: number, maxLinks: number): Int32Array {
  const links = new Int32Array(nodeCount).fill(maxLinks + 1);
  const queue = new Int32Array(nodeCount);
  links[goal] = 0;
  queue[0] = goal;
  let filled = 1;
  for (let head = 0; head < filled; head += 1) {
    const node = queue[head] as number;
    const farther = (links[node] as number) + 1;
    if (farther > maxLinks) break;
    for (let i = inStart[node] as number; i < (inStart[node + 1] as number); i += 1) {
      const from = fromOf[inEdges[i] as number] as number;
      if ((links[from] as number) <= farther) continue;
      links[from] = farther;
      queue[filled] = from;
      filled += 1;
    }
  }
  return links;
}

/** Counting sort: where each node's edges start, and the edges in that order. */
function sortByNode(nodeCount: number, nodeOf: Int32Array): readonly [start: Int32Array, edges: Int32Array] {
  const start = new Int32Array(nodeCount + 1);
  for (const node of nodeOf) start[node + 1] = (start[node + 1] as number) + 1;
  for (let node = 0; node < nodeCount; node += 1)
    start[node + 1] = (start[node + 1] as number) + (start[node] as number);
  const fill = start.slice();
  const edges = new Int32Array(nodeOf.length);
  for (let edge = 0; edge < nodeOf.length; edge += 1) {
    const node = nodeOf[edge] as number;
    edges[fill[node] as number] = edge;
    fill[node] = (fill[node] as number) + 1;
  }
  return [start, edges];
}
