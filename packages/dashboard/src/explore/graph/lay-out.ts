import type { EstateIndex } from "../estate-index.ts";
import { type Bundle, boxKeys, bundle } from "./bundle.ts";
import { chooseColumns, type Side } from "./columns.ts";
import type { DrawnCloud, DrawnNode, DrawnPlace, Graph } from "./drawn.ts";
import { fold, type Item, type PlaceItems } from "./fold.ts";
import type { Box } from "./geometry.ts";
import { attach, routeBundles } from "./route.ts";

export const NODE_WIDTH = 150;
export const NODE_HEIGHT = 40;
export const CLOUD_HEAD = 28;
export const PLACE_HEAD = 26;
const NODE_GAP = 10;
const RANK_GAP = 30;
const PADDING = 12;
/** Room for the arcs between networks of one place. */
const ARCS = 44;
const LANE = 10;
const PORT = 11;
const GUTTER = 170;
const CLOUD_GAP = 22;
const PLACE_GAP = 14;
const MARGIN = 8;

const OUTER_WIDTH = 2 * NODE_WIDTH + RANK_GAP + 2 * PADDING + ARCS;
const MIDDLE_WIDTH = NODE_WIDTH + 2 * PADDING + ARCS;

/** Where everything stands; pure, and the same for the same estate, so that nothing jumps between two looks. */
export function layOut(index: EstateIndex, open: ReadonlySet<string>): Graph {
  const items = fold(index, open);
  const boxOf = boxKeys(items);
  const bundles = bundle(index, boxOf);
  const placeOfBox = new Map(
    items.flatMap(({ place, gateways, networks }) =>
      [...gateways, ...networks].map(({ key }) => [key, place.id] as const),
    ),
  );
  const portCounts = countPorts(bundles, placeOfBox);
  const columns = chooseColumns(index);
  const xs = columnsAcross(columns.map(({ side }) => side));
  const sized = columns.map(({ cloud, side }) => ({
    cloud,
    side,
    places: items.filter(({ place }) => place.cloud === cloud).map((own) => size(own, side, portCounts)),
  }));
  const columnHeight = (side: Side): number =>
    sized
      .filter((cloud) => cloud.side === side)
      .reduce(
        (sum, { places }) =>
          sum +
          CLOUD_GAP +
          cloudHeight(
            places.map(({ height }) => height),
            0,
          ),
        -CLOUD_GAP,
      );
  const tallest = Math.max(0, ...(["left", "middle", "right"] as const).map(columnHeight));

  const clouds: DrawnCloud[] = [];
  const places: DrawnPlace[] = [];
  const nodes: DrawnNode[] = [];
  for (const side of ["left", "middle", "right"] as const) {
    const own = sized.filter((cloud) => cloud.side === side);
    const placeCount = own.reduce((sum, cloud) => sum + cloud.places.length, 0);
    // what a column is shorter than the tallest goes between its places, where lines can pass
    const slack = placeCount === 0 ? 0 : Math.min(160, (tallest - columnHeight(side)) / placeCount);
    const { x, width } = xs[side];
    let y = MARGIN + Math.max(0, (tallest - columnHeight(side) - slack * placeCount) / 2);
    for (const { cloud, places: placesOfCloud } of own) {
      const height = cloudHeight(
        placesOfCloud.map((place) => place.height),
        slack,
      );
      clouds.push({ cloud, side, x, y, width, height });
      let top = y + CLOUD_HEAD + slack / 2;
      for (const sizedPlace of placesOfCloud) {
        const box = { x: x + PADDING / 2, y: top, width: width - PADDING, height: sizedPlace.height };
        const { place, canFold, isOpen } = sizedPlace.items;
        places.push({ place, canFold, isOpen, side, ...box });
        nodes.push(...stand(sizedPlace, box, side));
        top += sizedPlace.height + PLACE_GAP + slack;
      }
      y += height + CLOUD_GAP;
    }
  }
  const nodeByKey = new Map(nodes.map((node) => [node.key, node]));
  const placeById = new Map(places.map((place) => [place.place.id, place]));
  return {
    clouds,
    places,
    nodes,
    boxOf,
    edges: routeBundles(bundles, nodeByKey, placeById),
    attachments: attach(index, boxOf, nodeByKey),
    width: Math.max(xs.left.x + xs.left.width, xs.middle.x + xs.middle.width, xs.right.x + xs.right.width) + MARGIN,
    height: tallest + 2 * MARGIN,
  };
}

interface SizedPlace {
  readonly items: PlaceItems;
  readonly height: number;
  readonly heightOf: (item: Item) => number;
}

function size(items: PlaceItems, side: Side, portCounts: ReadonlyMap<string, number>): SizedPlace {
  const heightOf = ({ key, kind }: Item) =>
    kind === "network" || (kind === "fold" && side !== "middle")
      ? NODE_HEIGHT
      : Math.max(NODE_HEIGHT, 12 + PORT * (portCounts.get(key) ?? 0));
  const stack = (list: readonly Item[]) => list.reduce((sum, item) => sum + heightOf(item) + NODE_GAP, 0);
  const laneCount = items.networks.reduce((sum, { key }) => sum + (portCounts.get(key) ?? 0), 0);
  const inner =
    side === "middle"
      ? stack(items.gateways) + stack(items.networks)
      : Math.max(stack(items.gateways) + laneCount * LANE, stack(items.networks));
  return { items, heightOf, height: PLACE_HEAD + Math.max(inner, NODE_HEIGHT + NODE_GAP) + PADDING - NODE_GAP / 2 };
}

/** Gateways towards the middle, networks behind them; all under one another in the middle itself. */
function stand({ items, heightOf }: SizedPlace, box: Box, side: Side): readonly DrawnNode[] {
  const { place, gateways, networks } = items;
  const networksX = side === "right" ? box.x + box.width - PADDING / 2 - ARCS - NODE_WIDTH : box.x + PADDING / 2 + ARCS;
  const gatewaysX =
    side === "middle"
      ? networksX
      : side === "right"
        ? networksX - RANK_GAP - NODE_WIDTH
        : networksX + NODE_WIDTH + RANK_GAP;
  const down = (list: readonly Item[], x: number, from: number) => {
    let y = from;
    return list.map((item): DrawnNode => {
      const node = { ...item, placeId: place.id, side, x, y, width: NODE_WIDTH, height: heightOf(item) };
      y += node.height + NODE_GAP;
      return node;
    });
  };
  const top = box.y + PLACE_HEAD;
  const first = down(gateways, gatewaysX, top);
  const last = first.at(-1);
  return [...first, ...down(networks, networksX, side === "middle" && last ? last.y + last.height + NODE_GAP : top)];
}

/** How many lines leave each box for another place. */
function countPorts(bundles: readonly Bundle[], placeOfBox: ReadonlyMap<string, string>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { ends } of bundles) {
    if (placeOfBox.get(ends[0]) === placeOfBox.get(ends[1])) continue;
    for (const end of ends) counts.set(end, (counts.get(end) ?? 0) + 1);
  }
  return counts;
}

const cloudHeight = (heights: readonly number[], slack: number): number =>
  CLOUD_HEAD + heights.reduce((sum, height) => sum + height + PLACE_GAP + slack, 0) - PLACE_GAP + PADDING / 2;

function columnsAcross(sides: readonly Side[]): Readonly<Record<Side, { readonly x: number; readonly width: number }>> {
  let x = MARGIN;
  const next = (side: Side, width: number) => {
    if (!sides.includes(side)) return { x: MARGIN, width: 0 };
    const column = { x, width };
    x += width + GUTTER;
    return column;
  };
  return { left: next("left", OUTER_WIDTH), middle: next("middle", MIDDLE_WIDTH), right: next("right", OUTER_WIDTH) };
}
