import type { SeenGateway, Topology, TopologyConnection } from "@skylane/core";
import { by } from "../order.ts";
import type { Report } from "../report.ts";
import { worstFirst } from "../words.ts";
import type { DiagramAttachment, DiagramEdge, DiagramGraph, DiagramNode, Place } from "./graph.ts";

/** More gateways of one kind in a Region than this are drawn as one box. */
const GATEWAYS_DRAWN_APART = 8;

/** In a larger estate the networks of a Region are one box. */
const NETWORKS_DRAWN_APART = 12;

/**
 * What to draw of a report: networks of a Region become one box unless there are few, links between the same boxes of the same
 * kind and standing one edge. The same topology gives the same graph, in whatever order it comes.
 */
export function buildGraph({ topology, findings }: Report): DiagramGraph {
  const subjectsOf = (rule: string) =>
    new Set(findings.filter((finding) => finding.rule === rule).flatMap(({ subjects }) => subjects));
  const zombies = subjectsOf("zombie");
  const single = subjectsOf("single-point-of-failure");
  const drawn = gatewaysDrawn(topology);
  const boxes = boxesOf(topology, drawn);
  const boxOf = new Map(boxes.flatMap((box) => box.keys.map((key) => [key, box] as const)));

  const inside = new Map<string, TopologyConnection[]>();
  const bundles = new Map<string, { ends: [string, string]; members: TopologyConnection[] }>();
  for (const connection of topology.connections.toSorted(by(({ id }) => id))) {
    const [a, b] = connection.ends.map(({ at }) => boxOf.get(at)?.order ?? at) as [string, string];
    if (a === b) {
      inside.set(a, inside.get(a) ?? []);
      inside.get(a)?.push(connection);
      continue;
    }
    const ends: [string, string] = a < b ? [a, b] : [b, a];
    const bundle = JSON.stringify([
      ...ends,
      connection.kind,
      connection.isDeclared,
      zombies.has(connection.id),
      single.has(connection.id),
    ]);
    bundles.set(bundle, bundles.get(bundle) ?? { ends, members: [] });
    bundles.get(bundle)?.members.push(connection);
  }

  const sorted = boxes.toSorted(by(({ order }) => order));
  const idOf = new Map(sorted.map(({ order }, index) => [order, `n${index}`]));
  const nodes = sorted.map(
    (box): DiagramNode => ({
      ...box.content,
      id: idOf.get(box.order) ?? "",
      ...(box.place === undefined ? {} : { place: box.place }),
      inside: inside.get(box.order) ?? [],
      isSinglePoint: box.keys.some((key) => single.has(key)),
    }),
  );
  const edges = [...bundles.entries()].toSorted(by(([bundle]) => bundle)).map(
    ([, { ends, members }], index): DiagramEdge => ({
      id: `e${index}`,
      from: idOf.get(ends[0]) ?? "",
      to: idOf.get(ends[1]) ?? "",
      kind: members[0]?.kind ?? "vpn",
      isDeclared: members.every(({ isDeclared }) => isDeclared),
      isZombie: members.some(({ id }) => zombies.has(id)),
      isSinglePoint: members.some(({ id }) => single.has(id)),
      status: worstFirst.find((state) => members.some(({ status }) => status === state)) ?? "unknown",
      members,
    }),
  );
  return { nodes, edges, attachments: attachmentsOf(drawn, boxOf, idOf), idleGateways: idleOf(topology, drawn) };
}

interface Box {
  readonly keys: readonly string[];
  /** Sorts boxes, and names one within this module. */
  readonly order: string;
  readonly place?: Place;
  readonly content:
    | Pick<Extract<DiagramNode, { kind: "gateway" }>, "kind" | "gateways">
    | Pick<Extract<DiagramNode, { kind: "networks" }>, "kind" | "networks">
    | Pick<Extract<DiagramNode, { kind: "unseen" }>, "kind" | "keys">;
}

function boxesOf(topology: Topology, drawn: readonly SeenGateway[]): Box[] {
  const gateways = Map.groupBy(drawn, ({ cloud, regionId, kind }) => JSON.stringify([cloud, regionId, kind]));
  const gatewayBoxes = [...gateways].flatMap(([group, members]): Box[] => {
    const sorted = members.toSorted(by(({ key }) => key));
    const boxed = sorted.length > GATEWAYS_DRAWN_APART ? [sorted] : sorted.map((gateway) => [gateway]);
    return boxed.map((some, index) => ({
      keys: some.map(({ key }) => key),
      order: `1 ${group} ${String(index).padStart(4, "0")}`,
      place: { cloud: some[0]?.cloud ?? "", regionId: some[0]?.regionId ?? "" },
      content: { kind: "gateway", gateways: some },
    }));
  });
  const areApart = topology.networks.length <= NETWORKS_DRAWN_APART;
  const networks = Map.groupBy(topology.networks, ({ key, cloud, regionId }) =>
    JSON.stringify(areApart ? [cloud, regionId, key] : [cloud, regionId]),
  );
  const networkBoxes = [...networks].map(([group, members]): Box => {
    const sorted = members.toSorted(by(({ key }) => key));
    return {
      keys: sorted.map(({ key }) => key),
      order: `2 ${group}`,
      place: { cloud: sorted[0]?.cloud ?? "", regionId: sorted[0]?.regionId ?? "" },
      content: { kind: "networks", networks: sorted },
    };
  });
  const seen = [...gatewayBoxes, ...networkBoxes];
  return [...seen, ...unseenBoxes(topology, new Map(seen.flatMap((box) => box.keys.map((key) => [key, box.order]))))];
}

/** What was not seen is one box for each seen box that has links to it. */
function unseenBoxes(topology: Topology, seen: ReadonlyMap<string, string>): Box[] {
  const owners = new Map<string, Set<string>>();
  for (const { ends } of topology.connections)
    for (const [end, other] of [ends, [ends[1], ends[0]] as const])
      if (!seen.has(end.at)) owners.set(end.at, (owners.get(end.at) ?? new Set()).add(seen.get(other.at) ?? ""));
  const groups = Map.groupBy([...owners], ([, boxes]) => JSON.stringify([...boxes].toSorted()));
  return [...groups].map(([group, members]) => {
    const keys = members.map(([key]) => key).toSorted();
    return { keys, order: `3 ${group}`, content: { kind: "unseen", keys } };
  });
}

/** Gateways to the internet are everywhere, and Direct Connect gateways stand behind others: they are drawn if a link ends at them. */
const BACKGROUND: ReadonlySet<SeenGateway["kind"]> = new Set([
  "internet-gateway",
  "nat-gateway",
  "direct-connect-gateway",
]);

function gatewaysDrawn({ connections, gateways }: Topology): readonly SeenGateway[] {
  const ends = new Set(connections.flatMap((connection) => connection.ends.map(({ at }) => at)));
  return gateways
    .filter(({ key, kind, networkKeys }) => ends.has(key) || (!BACKGROUND.has(kind) && networkKeys.length > 0))
    .toSorted(by(({ key }) => key));
}

function attachmentsOf(
  drawn: readonly SeenGateway[],
  boxOf: ReadonlyMap<string, Box>,
  idOf: ReadonlyMap<string, string>,
): DiagramAttachment[] {
  const pairs = drawn.flatMap(({ key, networkKeys }) =>
    networkKeys.flatMap((network) => {
      const from = idOf.get(boxOf.get(key)?.order ?? "");
      const to = idOf.get(boxOf.get(network)?.order ?? "");
      return from === undefined || to === undefined ? [] : `${from} ${to}`;
    }),
  );
  return [...new Set(pairs)].toSorted().map((pair) => {
    const [from = "", to = ""] = pair.split(" ");
    return { from, to };
  });
}

function idleOf({ gateways }: Topology, drawn: readonly SeenGateway[]): DiagramGraph["idleGateways"] {
  const keys = new Set(drawn.map(({ key }) => key));
  const idle = Map.groupBy(
    gateways.filter(({ key }) => !keys.has(key)),
    ({ cloud, regionId }) => JSON.stringify([cloud, regionId]),
  );
  return [...idle.entries()].toSorted(by(([place]) => place)).flatMap(([, members]) => {
    const [first] = members;
    return first === undefined
      ? []
      : { place: { cloud: first.cloud, regionId: first.regionId }, count: members.length };
  });
}
