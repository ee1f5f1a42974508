import { areApart, type Box, type Cubic, type Point, pointOn } from "./geometry.ts";

const HEIGHT = 18;
const SHARES = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82, 0.12, 0.88];

/** Where the mark of each line stands: on the line, off the boxes and off one another as long as there is room. */
export function placeLabels(
  lines: readonly { readonly key: string; readonly text: string; readonly curves: readonly Cubic[] }[],
  boxes: readonly Box[],
): ReadonlyMap<string, Point> {
  const taken: Box[] = [];
  const places = new Map<string, Point>();
  for (const { key, text, curves } of lines) {
    if (text === "" || curves.length === 0) continue;
    const width = labelWidth(text);
    const around = ({ x, y }: Point): Box => ({ x: x - width / 2, y: y - HEIGHT / 2, width, height: HEIGHT });
    const points = SHARES.map((share) => pointOn(curves, share));
    const isFree = (point: Point, others: readonly Box[]) => others.every((other) => areApart(around(point), other));
    const point =
      points.find((one) => isFree(one, [...taken, ...boxes])) ?? points.find((one) => isFree(one, taken)) ?? points[0];
    if (!point) continue;
    places.set(key, point);
    taken.push(around(point));
  }
  return places;
}

/** Room for a mark, in px of the picture. */
export const labelWidth = (text: string): number => 12 + [...text].length * 6.6;
export const LABEL_HEIGHT = HEIGHT;
