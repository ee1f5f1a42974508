import { compare, type EstateIndex } from "../estate-index.ts";
import type { Bundle } from "./bundle.ts";
import type { Attachment, DrawnEdge, DrawnNode, DrawnPlace } from "./drawn.ts";
import { type Box, bow, type Cubic, level, type Point } from "./geometry.ts";

type Way = "left" | "right";
interface Ended extends Bundle {
  readonly from: DrawnNode;
  readonly to: DrawnNode;
}

/** The line of each bundle. A bundle inside one fold has none, one end of it being the other. */
export function routeBundles(
  bundles: readonly Bundle[],
  nodeByKey: ReadonlyMap<string, DrawnNode>,
  placeById: ReadonlyMap<string, DrawnPlace>,
): readonly DrawnEdge[] {
  const ended = bundles.flatMap((one): Ended[] => {
    const [a, b] = one.ends.map((key) => nodeByKey.get(key));
    if (!a || !b) return [];
    return [a.x < b.x || (a.x === b.x && a.y <= b.y) ? { ...one, from: a, to: b } : { ...one, from: b, to: a }];
  });
  const far = ended.filter(({ from, to }) => from.placeId !== to.placeId);
  const ports = choosePorts(far, placeById);
  const passes = choosePasses(far, [...placeById.values()]);
  return ended.map(({ from, to, ...one }, i) => ({
    ...one,
    curves:
      from === to
        ? []
        : from.placeId === to.placeId
          ? nearby(from, to, i)
          : across(one.key, { from, to, ports, pass: passes.get(one.key) }),
  }));
}

/** Lines from gateways to what is attached to them. */
export function attach(
  { topology }: Pick<EstateIndex, "topology">,
  boxOf: ReadonlyMap<string, string>,
  nodeByKey: ReadonlyMap<string, DrawnNode>,
): readonly Attachment[] {
  const seen = new Map<string, Attachment>();
  for (const { key, networkKeys } of topology.gateways)
    for (const networkKey of networkKeys) {
      const gateway = nodeByKey.get(boxOf.get(key) ?? "");
      const network = nodeByKey.get(boxOf.get(networkKey) ?? "");
      if (!gateway || !network || gateway.placeId !== network.placeId) continue;
      seen.set(JSON.stringify([gateway.key, network.key]), {
        gatewayKey: gateway.key,
        nodeKey: network.key,
        curves: nearby(gateway, network, 0),
      });
    }
  return [...seen.values()];
}

/** Within a place: straight between gateways and networks, an arc on the outer side between networks. */
function nearby(a: DrawnNode, b: DrawnNode, i: number): readonly Cubic[] {
  const [left, right] = a.x <= b.x ? [a, b] : [b, a];
  if (left.x !== right.x) return [level(sideOf(left, "right"), sideOf(right, "left"))];
  const isBehind = a.kind !== "gateway" && a.kind !== "unseen";
  const way: Way = (a.side === "right") === isBehind ? "right" : "left";
  const distance = Math.abs(a.y - b.y);
  const reach = Math.min(38, 12 + distance / 14 + (i % 3) * 3);
  return [bow(sideOf(a, way), sideOf(b, way), way === "right" ? reach : -reach)];
}

interface Port {
  /** At the box, and where its place is left. */
  readonly at: Point;
  readonly exit?: Point;
}

/** Between places. */
function across(
  key: string,
  {
    from,
    to,
    ports,
    pass,
  }: { from: DrawnNode; to: DrawnNode; ports: ReadonlyMap<string, Port>; pass: Pass | undefined },
): readonly Cubic[] {
  const start = ports.get(portKey(key, from)) ?? { at: sideOf(from, "right") };
  const end = ports.get(portKey(key, to)) ?? { at: sideOf(to, "left") };
  const [a, b] = [start.exit ?? start.at, end.exit ?? end.at];
  const out = start.exit ? [level(start.at, start.exit)] : [];
  const back = end.exit ? [level(end.exit, end.at)] : [];
  if (from.side === to.side) {
    const reach = Math.min(130, 34 + Math.abs(a.y - b.y) / 7);
    return [...out, bow(a, b, from.side === "right" ? -reach : reach), ...back];
  }
  if (!pass) return [...out, level(a, b), ...back];
  const [enter, leave] = [
    { x: pass.left, y: pass.y },
    { x: pass.right, y: pass.y },
  ];
  return [...out, level(a, enter), level(enter, leave), level(leave, b), ...back];
}

/** Where lines touch their boxes: each has a place of its own there, in the order of where it goes to. */
function choosePorts(far: readonly Ended[], placeById: ReadonlyMap<string, DrawnPlace>): ReadonlyMap<string, Port> {
  const byBox = new Map<string, { node: DrawnNode; way: Way; towards: number; key: string }[]>();
  for (const { key, from, to } of far)
    for (const [node, other] of [
      [from, to],
      [to, from],
    ] as const) {
      const way = wayOut(node, other);
      const box = JSON.stringify([node.key, way]);
      byBox.set(box, [...(byBox.get(box) ?? []), { node, way, key, towards: other.y + other.height / 2 }]);
    }
  const ports = new Map<string, Port>();
  const laneOf = new Map<string, number>();
  for (const lines of byBox.values()) {
    lines.sort((a, b) => a.towards - b.towards || compare(a.key, b.key));
    lines.forEach(({ node, way, key }, i) => {
      const x = way === "left" ? node.x : node.x + node.width;
      const y = node.y + (node.height * (i + 1)) / (lines.length + 1);
      const place = placeById.get(node.placeId);
      const isBehind = node.side !== "middle" && place && standsBehind(node, place);
      if (!isBehind) ports.set(portKey(key, node), { at: { x, y } });
      else {
        const lane = laneOf.get(node.placeId) ?? 0;
        laneOf.set(node.placeId, lane + 1);
        const exitX = way === "left" ? place.x : place.x + place.width;
        ports.set(portKey(key, node), { at: { x, y }, exit: { x: exitX, y: place.y + place.height - 8 - lane * 10 } });
      }
    });
  }
  return ports;
}

interface Pass {
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

/** Where lines from the left column to the right one pass between the places of the middle one, each in its own lane. */
function choosePasses(far: readonly Ended[], places: readonly DrawnPlace[]): ReadonlyMap<string, Pass> {
  const middle = places.filter(({ side }) => side === "middle").toSorted((a, b) => a.y - b.y);
  const [first, last] = [middle[0], middle.at(-1)];
  const passes = new Map<string, Pass>();
  if (!first || !last) return passes;
  const gaps = [
    { top: first.y - 60, bottom: first.y },
    ...middle.slice(1).map((place, i) => ({ top: bottomOf(middle[i] ?? first), bottom: place.y })),
    { top: bottomOf(last), bottom: bottomOf(last) + 60 },
  ];
  const lines = far
    .filter(({ from, to }) => from.side === "left" && to.side === "right")
    .map(({ key, from, to }) => ({ key, y: (from.y + to.y + (from.height + to.height) / 2) / 2 }))
    .map((line) => ({ ...line, gap: nearest(gaps, line.y) }));
  for (const gap of gaps) {
    const own = lines.filter((line) => line.gap === gap).toSorted((a, b) => a.y - b.y || compare(a.key, b.key));
    const step = Math.min(14, (gap.bottom - gap.top) / (own.length + 1));
    own.forEach(({ key }, i) => {
      const y = (gap.top + gap.bottom) / 2 + (i - (own.length - 1) / 2) * step;
      passes.set(key, { left: first.x, right: first.x + first.width, y });
    });
  }
  return passes;
}

const nearest = <Gap extends { readonly top: number; readonly bottom: number }>(
  gaps: readonly Gap[],
  y: number,
): Gap | undefined =>
  gaps.toSorted((a, b) => Math.abs((a.top + a.bottom) / 2 - y) - Math.abs((b.top + b.bottom) / 2 - y))[0];

/** Towards the middle from the sides, towards the other from the middle; out to the right between two of the middle. */
const wayOut = (node: DrawnNode, other: DrawnNode): Way =>
  node.side === "left" ? "right" : node.side === "right" ? "left" : other.side === "left" ? "left" : "right";

/** Gateways may stand between it and where its lines go. */
const standsBehind = (node: DrawnNode, place: DrawnPlace): boolean =>
  node.side === "left"
    ? node.x + node.width < place.x + place.width - node.width / 2
    : node.x > place.x + node.width / 2;

const sideOf = (box: Box, way: Way): Point => ({
  x: way === "left" ? box.x : box.x + box.width,
  y: box.y + box.height / 2,
});
const bottomOf = (box: Box): number => box.y + box.height;
const portKey = (key: string, { key: nodeKey }: DrawnNode): string => JSON.stringify([key, nodeKey]);
