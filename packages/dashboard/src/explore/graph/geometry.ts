export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}
/** A cubic Bézier curve. */
export type Cubic = readonly [from: Point, leave: Point, arrive: Point, to: Point];

export const areApart = (a: Box, b: Box, gap = 0): boolean =>
  a.x + a.width + gap <= b.x ||
  b.x + b.width + gap <= a.x ||
  a.y + a.height + gap <= b.y ||
  b.y + b.height + gap <= a.y;

export const isInside = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

/** A curve that leaves and arrives level. */
export function level(from: Point, to: Point): Cubic {
  const reach = (to.x - from.x) / 2;
  return [from, { x: from.x + reach, y: from.y }, { x: to.x - reach, y: to.y }, to];
}

/** A curve out to one side and back: `reach` px to the right, or to the left if it is negative. */
export const bow = (from: Point, to: Point, reach: number): Cubic => {
  const x = reach < 0 ? Math.min(from.x, to.x) + reach : Math.max(from.x, to.x) + reach;
  return [from, { x, y: from.y }, { x, y: to.y }, to];
};

/** Where a chain of curves is after `share` (0..1) of it. */
export function pointOn(curves: readonly Cubic[], share: number): Point {
  const at = Math.min(Math.max(share, 0), 1) * curves.length;
  const i = Math.min(Math.floor(at), curves.length - 1);
  const curve = curves[i];
  if (!curve) return { x: 0, y: 0 };
  const t = at - i;
  const [a, b, c, d] = [(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t ** 2, t ** 3];
  const mix = (axis: "x" | "y") => a * curve[0][axis] + b * curve[1][axis] + c * curve[2][axis] + d * curve[3][axis];
  return { x: mix("x"), y: mix("y") };
}

/** The chain as the `d` of an SVG path. */
export function pathOf(curves: readonly Cubic[]): string {
  const [first] = curves;
  if (!first) return "";
  const text = ({ x, y }: Point) => `${round(x)},${round(y)}`;
  return `M${text(first[0])}${curves.map(([, b, c, d]) => ` C${text(b)} ${text(c)} ${text(d)}`).join("")}`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
