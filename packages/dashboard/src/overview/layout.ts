import type { ConnectionView, Network, Overview } from "@skylane/core";

/** A network as it is drawn: the hub of a site, with the networks that hang on it counted. */
export interface Node {
  readonly id: string;
  readonly cloud: string;
  readonly regionId: string;
  readonly x: number;
  readonly y: number;
  readonly spokeCount: number;
}

/** What joins two hubs: probed connections one by one, the rest as one line with a count. */
export interface Edge {
  readonly key: string;
  readonly from: Node;
  readonly to: Node;
  readonly probed: readonly ConnectionView[];
  readonly otherCount: number;
  /** How far it is bent aside, px, so that it does not seem to end at a box it passes. */
  readonly aside: number;
}

/** The picture: what is drawn, and in what space. */
export interface Layout {
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
  readonly width: number;
  readonly height: number;
}

const WIDTH = 1_080;
const HEIGHT = 460;
const TOP = 20;
/** On-prem in the middle: most of what can fail runs to it. */
const COLUMNS: readonly { readonly clouds: readonly string[]; readonly x: number; readonly dy: number }[] = [
  { clouds: ["aws"], x: 130, dy: -22 },
  // Half a row lower, so that lines between the outer columns pass between its boxes and not behind them.
  { clouds: ["onprem"], x: WIDTH / 2, dy: 34 },
  { clouds: ["azure", "gcp", "oci"], x: WIDTH - 130, dy: -22 },
];

/** Where each site stands and what joins them; pure and stable, so that nothing jumps between two looks. */
export function layOut({
  networks,
  connections,
  groups,
}: Pick<Overview, "networks" | "connections" | "groups">): Layout {
  const hubIds = hubsOf(networks, connections, groups);
  const nodes = COLUMNS.flatMap(({ clouds, x, dy }) => {
    const own = networks.filter(({ id, cloud }) => hubIds.has(id) && clouds.includes(cloud));
    const step = (HEIGHT - TOP) / Math.max(1, own.length);
    return own.map(
      (network, i): Node => ({
        id: network.id,
        cloud: network.cloud,
        regionId: network.regionId,
        x,
        y: TOP + step * (i + 0.5) + dy,
        spokeCount: spokesOf(network, networks, hubIds, connections),
      }),
    );
  });
  const nodeById = new Map(nodes.map((node) => [node.id, node]));
  const edges = new Map<string, { probed: ConnectionView[]; otherCount: number; ends: [Node, Node] }>();
  for (const connection of connections) {
    const [from, to] = connection.ends.map((id) => nodeById.get(id));
    if (!from || !to || from === to) continue;
    const ends: [Node, Node] = from.x <= to.x ? [from, to] : [to, from];
    const key = [from.id, to.id].sort().join("|");
    const edge = edges.get(key) ?? { probed: [], otherCount: 0, ends };
    if (connection.pathIds.length > 0) edge.probed.push(connection);
    else edge.otherCount += 1;
    edges.set(key, edge);
  }
  return {
    nodes,
    width: WIDTH,
    height: HEIGHT,
    edges: [...edges].map(([key, { probed, otherCount, ends }]) => ({
      key,
      from: ends[0],
      to: ends[1],
      probed,
      otherCount,
      aside: asideOf(ends, nodes),
    })),
  };
}

const BOX = { halfWidth: 85, halfHeight: 27 };
/** Between a box and the lines that pass it: they may be two. */
const CLEARANCE = 18;

/** From the middle of a line between the outer columns to the nearest gap of the middle one, where a box is in its way. */
function asideOf([from, to]: readonly [Node, Node], nodes: readonly Node[]): number {
  const between = nodes.filter(({ x }) => x > from.x && x < to.x).sort((a, b) => a.y - b.y);
  const y = (from.y + to.y) / 2;
  const slope = Math.abs((to.y - from.y) / (to.x - from.x || 1));
  const reach = BOX.halfHeight + slope * BOX.halfWidth + CLEARANCE;
  if (between.every((node) => Math.abs(node.y - y) >= reach)) return 0;
  const ys = between.map((node) => node.y);
  const gaps = [
    (ys[0] ?? 0) - reach,
    ...ys.slice(1).map((one, i) => (one + (ys[i] ?? 0)) / 2),
    (ys.at(-1) ?? 0) + reach,
  ];
  return gaps.reduce((best, gap) => (Math.abs(gap - y) < Math.abs(best) ? gap - y : best), Number.POSITIVE_INFINITY);
}

/** Networks that a group or anything but a peering ends at; the others hang on the hub of their Region. */
function hubsOf(
  networks: readonly Network[],
  connections: readonly ConnectionView[],
  groups: Overview["groups"],
): ReadonlySet<string> {
  const hubs = new Set<string>(groups.flatMap(({ networkIds }) => networkIds));
  for (const { kind, ends } of connections) if (kind !== "peering") for (const end of ends) hubs.add(end);
  return hubs.size > 0 ? hubs : new Set(networks.map(({ id }) => id));
}

const spokesOf = (
  hub: Network,
  networks: readonly Network[],
  hubIds: ReadonlySet<string>,
  connections: readonly ConnectionView[],
): number =>
  networks.filter(
    ({ id, cloud, regionId }) =>
      !hubIds.has(id) &&
      cloud === hub.cloud &&
      regionId === hub.regionId &&
      connections.some(({ ends }) => ends.some((end) => end === id)),
  ).length;

/** A curve between two points, bent aside by `bend` px so that parallel links do not lie on one another. */
export function curve(
  from: { readonly x: number; readonly y: number },
  to: { readonly x: number; readonly y: number },
  bend: number,
): string {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const middle = {
    x: (from.x + to.x) / 2 - ((to.y - from.y) / length) * bend * 2,
    y: (from.y + to.y) / 2 + ((to.x - from.x) / length) * bend * 2,
  };
  return `M${from.x},${from.y} Q${middle.x.toFixed(1)},${middle.y.toFixed(1)} ${to.x},${to.y}`;
}
