import { compare, type EstateIndex, type Place } from "../estate-index.ts";
import type { Bundle } from "../graph/bundle.ts";
import { bundle } from "../graph/bundle.ts";
import { areApart, type Box, bow, type Cubic, level, type Point } from "../graph/geometry.ts";
import { ASPECT, project, type RegionCoordinates, type Window, windowAround } from "./project.ts";

export const MAP_WIDTH = 1_180;
export const MAP_HEIGHT = MAP_WIDTH / ASPECT;
export const ROW_HEIGHT = 24;
const BOX_WIDTH = 172;
const NEAR_PX = 46;
const GAP = 12;
const TRAY = 30;

export interface PlaceRow extends Box {
  readonly place: Place;
}
/** Places of several clouds that are so close that one box names them all. */
export interface Spot extends Box {
  readonly rows: readonly PlaceRow[];
  /** Where on the globe; absent for places whose position is not known, which stand under the map. */
  readonly pin?: Point;
}
export interface MapEdge extends Bundle {
  readonly curves: readonly Cubic[];
}
export interface MapLayout {
  readonly window: Window;
  readonly spots: readonly Spot[];
  readonly edges: readonly MapEdge[];
  readonly height: number;
}

/** The estate on the globe: one box for each spot, none on another, lines between the places; pure and stable. */
export function layOutMap(index: EstateIndex, coordinates: RegionCoordinates): MapLayout {
  const known = index.places.flatMap((place) => {
    const at = coordinates[place.id];
    return at ? [{ place, at }] : [];
  });
  const window = windowAround(known.map(({ at }) => at));
  const size = { width: MAP_WIDTH, height: MAP_HEIGHT };
  const pinned = known.map(({ place, at }) => ({ place, pin: project(at, window, size) }));
  const groups: { place: Place; pin: Point }[][] = [];
  for (const one of pinned.toSorted(
    (a, b) => a.pin.x - b.pin.x || a.pin.y - b.pin.y || compare(a.place.id, b.place.id),
  )) {
    // near its first: were it near any, one box would reach over a continent
    const near = groups.find(
      ([first]) => first && Math.hypot(first.pin.x - one.pin.x, first.pin.y - one.pin.y) < NEAR_PX,
    );
    if (near) near.push(one);
    else groups.push([one]);
  }
  const onMap = spread(
    groups.map((group) => {
      const pin = {
        x: group.reduce((sum, one) => sum + one.pin.x, 0) / group.length,
        y: group.reduce((sum, one) => sum + one.pin.y, 0) / group.length,
      };
      const height = group.length * ROW_HEIGHT;
      return {
        pin,
        places: group.map(({ place }) => place),
        x: pin.x + 12,
        y: pin.y - height / 2,
        width: BOX_WIDTH,
        height,
      };
    }),
  );
  const unknown = index.places.filter(({ id }) => !coordinates[id]);
  const perRow = Math.floor((MAP_WIDTH - GAP) / (BOX_WIDTH + GAP));
  const tray = unknown.map((place, i) => ({
    places: [place],
    x: GAP + (i % perRow) * (BOX_WIDTH + GAP),
    y: MAP_HEIGHT + TRAY + Math.floor(i / perRow) * (ROW_HEIGHT + GAP),
    width: BOX_WIDTH,
    height: ROW_HEIGHT,
  }));
  const spots = [...onMap, ...tray].map(
    ({ places, ...rest }): Spot => ({
      ...rest,
      rows: places.map((place, i) => ({
        place,
        x: rest.x,
        y: rest.y + i * ROW_HEIGHT,
        width: rest.width,
        height: ROW_HEIGHT,
      })),
    }),
  );
  const rowById = new Map(spots.flatMap(({ rows }) => rows.map((row) => [row.place.id, row] as const)));
  return {
    window,
    spots,
    height: MAP_HEIGHT + (tray.length === 0 ? 0 : TRAY + Math.ceil(tray.length / perRow) * (ROW_HEIGHT + GAP)),
    edges: bundle(index, index.placeIdOf).map((one, i) => {
      const [a, b] = one.ends.map((id) => rowById.get(id));
      return { ...one, curves: !a || !b || a === b ? [] : [between(a, b, i)] };
    }),
  };
}

/** Moves boxes apart, a little at a time, and keeps them on the map. */
function spread<Placed extends Box>(boxes: readonly Placed[]): readonly Placed[] {
  let at = boxes.map(keep);
  for (let round = 0; round < 400; round++) {
    let hasMoved = false;
    at = at.map((box, i) => {
      const other = at.find((one, j) => j !== i && !areApart(box, one, GAP));
      if (!other) return box;
      hasMoved = true;
      const isAbove =
        box.y + box.height / 2 < other.y + other.height / 2 || (box.y === other.y && i < at.indexOf(other));
      return keep({ ...box, y: box.y + (isAbove ? -6 : 6) });
    });
    if (!hasMoved) return at;
  }
  return settle(at);
}

/** What could not be moved apart stands in columns, in the order of its place on the map. */
function settle<Placed extends Box>(boxes: readonly Placed[]): readonly Placed[] {
  const settled: Placed[] = [];
  for (const box of boxes.toSorted((a, b) => a.x - b.x || a.y - b.y)) {
    let next = box;
    for (let tries = 0; settled.some((one) => !areApart(next, one, GAP)) && tries < 4_000; tries++)
      next =
        next.y + next.height + 8 < MAP_HEIGHT
          ? { ...next, y: next.y + 8 }
          : { ...next, x: (next.x + 40) % (MAP_WIDTH - BOX_WIDTH), y: 4 };
    settled.push(next);
  }
  return settled;
}

const keep = <Placed extends Box>(box: Placed): Placed => ({
  ...box,
  x: Math.min(MAP_WIDTH - box.width - 4, Math.max(4, box.x)),
  y: Math.min(MAP_HEIGHT - box.height - 4, Math.max(4, box.y)),
});

function between(a: Box, b: Box, i: number): Cubic {
  const [left, right] = a.x <= b.x ? [a, b] : [b, a];
  const middle = (box: Box) => box.y + box.height / 2 + ((i % 3) - 1) * 5;
  if (left.x + left.width + 20 < right.x)
    return level({ x: left.x + left.width, y: middle(left) }, { x: right.x, y: middle(right) });
  return bow(
    { x: left.x + left.width, y: middle(left) },
    { x: right.x + right.width, y: middle(right) },
    24 + (i % 3) * 9 + Math.abs(a.y - b.y) / 8,
  );
}
