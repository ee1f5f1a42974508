import type { Coordinates } from "@skylane/core";

const EARTH_RADIUS_KM = 6_371;

/** Along the great circle. */
export function distanceKm(a: Coordinates, b: Coordinates): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const half =
    Math.sin(radians(b.latitudeDeg - a.latitudeDeg) / 2) ** 2 +
    Math.cos(radians(a.latitudeDeg)) *
      Math.cos(radians(b.latitudeDeg)) *
      Math.sin(radians(b.longitudeDeg - a.longitudeDeg) / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(half)));
}
