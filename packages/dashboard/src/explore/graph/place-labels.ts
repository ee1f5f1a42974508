import { areApart, type Box, type Cubic, type Point, pointOn } from "./geometry.ts";

const HEIGHT = 18;
const SHARES = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82, 0.12, 0.88];

/** Where the mark of each line stands: on the line, off the boxes and off one another as long as there is room. */
export function placeLabels(
  lines: readonly { readonly key: string; readonly text: string; readonly curves: readonly Cubic[] }[],
  boxes: readonly Box[],
): ReadonlyMap<string, Point> {
  const taken = occupied([]);
  const stands = occupied(boxes);
  const places = new Map<string, Point>();
  for (const { key, text, curves } of lines) {
    if (text === "" || curves.length === 0) continue;
    const width = labelWidth(text);
    const around = ({ x, y }: Point): Box => ({ x: x - width / 2, y: y - HEIGHT / 2, width, height: HEIGHT });
    const points = SHARES.map((share) => pointOn(curves, share)).filter((one) => !taken.holds(around(one)));
    const point = points.find((one) => !stands.holds(around(one))) ?? points[0] ?? pointOn(curves, 0.5);
    places.set(key, point);
    taken.add(around(point));
  }
  return places;
}

const CELL = 160;

/** Where something stands already. Boxes are looked for in the cells that they touch: there may be thousands. */
function occupied(boxes: readonly Box[]) {
  const cells = new Map<string, Box[]>();
  const cellsOf = ({ x, y, width, height }: Box): readonly string[] => {
    const [left, top] = [Math.floor(x / CELL), Math.floor(y / CELL)];
    const [right, bottom] = [Math.floor((x + width) / CELL), Math.floor((y + height) / CELL)];
    const keys: string[] = [];
    for (let column = left; column <= right; column += 1)
      for (let row = top; row <= bottom; row += 1) keys.push(`${column},${row}`);
    return keys;
  };
  const add = (box: Box): void => {
    for (const key of cellsOf(box)) {
      const own = cells.get(key);
      if (own) own.push(box);
      else cells.set(key, [box]);
    }
  };
  for (const box of boxes) add(box);
  return {
    add,
    holds: (box: Box): boolean =>
      cellsOf(box).some((key) => cells.get(key)?.some((other) => !areApart(box, other)) ?? false),
  };
}

/** Room for a mark, in px of the picture. */
export const labelWidth = (text: string): number => 12 + [...text].length * 6.6;
export const LABEL_HEIGHT = HEIGHT;
