import type { Point } from "../graph/geometry.ts";

/** Where Regions and sites are, by `cloud:region`. */
export type RegionCoordinates = Readonly<
  Record<string, { readonly latitudeDeg: number; readonly longitudeDeg: number }>
>;

/** The part of the globe that is drawn, in degrees. */
export interface Window {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

const PADDING_DEG = 14;
/** Part of the width that is kept free in the east: names stand to the right of their places. */
const NAMES_SHARE = 0.16;
const MIN_HEIGHT_DEG = 40;
/** Width to height of the picture. */
export const ASPECT = 2;

/** The smallest window of the picture's shape that holds all these places with room around them. */
export function windowAround(
  places: readonly { readonly latitudeDeg: number; readonly longitudeDeg: number }[],
): Window {
  if (places.length === 0) return { west: -180, east: 180, south: -90, north: 90 };
  const latitudes = places.map(({ latitudeDeg }) => latitudeDeg);
  const longitudes = places.map(({ longitudeDeg }) => longitudeDeg);
  const middle = (values: readonly number[]) => (Math.min(...values) + Math.max(...values)) / 2;
  const span = (values: readonly number[]) => Math.max(...values) - Math.min(...values) + 2 * PADDING_DEG;
  const wide = span(longitudes) / (1 - NAMES_SHARE);
  const height = Math.min(180, Math.max(MIN_HEIGHT_DEG, span(latitudes), wide / ASPECT));
  const south = Math.min(90 - height, Math.max(-90, middle(latitudes) - height / 2));
  const west = Math.min(...longitudes) - PADDING_DEG - (height * ASPECT - wide) / 2;
  return { west, east: west + height * ASPECT, south, north: south + height };
}

/** Equirectangular: a degree is as long everywhere. */
export const project = (
  { latitudeDeg, longitudeDeg }: { readonly latitudeDeg: number; readonly longitudeDeg: number },
  { west, east, south, north }: Window,
  { width, height }: { readonly width: number; readonly height: number },
): Point => ({
  x: ((longitudeDeg - west) / (east - west)) * width,
  y: ((north - latitudeDeg) / (north - south)) * height,
});

/** Meridians or parallels to draw between two degrees. */
export function gridLines(fromDeg: number, toDeg: number, stepDeg: number): readonly number[] {
  const first = Math.ceil(fromDeg / stepDeg) * stepDeg;
  return Array.from({ length: Math.max(0, Math.floor((toDeg - first) / stepDeg) + 1) }, (_, i) => first + i * stepDeg);
}
