import type { Coordinates } from "@skylane/core";
import { distanceKm } from "./great-circle.ts";

/** A part of the world inside which fibre goes more or less straight; between two of them it goes where cables land. */
export type Landmass =
  | "north-america"
  | "south-america"
  | "europe"
  | "east-africa"
  | "west-africa"
  | "middle-east"
  | "south-asia"
  | "southeast-asia"
  | "east-asia"
  | "oceania";

/** By a few straight borders: coarse, and good enough for where data centres are. The Levant counts as Europe, where its cables go. */
export function landmassOf({ latitudeDeg: lat, longitudeDeg: lon }: Coordinates): Landmass {
  if (lon < -30 && lon > -140) return lat > 13 || (lat > 7 && lon < -77) ? "north-america" : "south-america";
  if (lon <= -140) return lat > 45 ? "north-america" : "oceania";
  if (lon > 110 && lat < -10) return "oceania";
  if (lon > 150) return lat > 25 ? "east-asia" : "oceania";
  if (lon >= 92) return lat < (lon < 109 ? 22 : 20.5) ? "southeast-asia" : "east-asia";
  if (lon >= 61) return lat < 37 ? "south-asia" : "europe";
  if (lat > 37.3 || (lat > 36 && lon < -5) || (lat > 34.5 && lon > 20 && lon < 45)) return "europe";
  if (lat > 29.4 && lon > 34.2 && lon < 37) return "europe";
  // the Red Sea runs from Suez to Bab-el-Mandeb
  if (lat > 12.5 && lon > 32.5 + (30 - lat) * 0.617) return "middle-east";
  // no fibre of a cloud crosses the continent: the east hangs on the Red Sea, the rest on the Atlantic
  return lat > -12 && lon > 24 ? "east-africa" : "west-africa";
}

/** Where long cables land, latitude and longitude in degrees. */
const landings = {
  "new-york": [40.7, -74],
  "virginia-beach": [36.8, -76],
  miami: [25.8, -80.2],
  "los-angeles": [34, -118.2],
  oregon: [45.5, -123.5],
  fortaleza: [-3.7, -38.5],
  santos: [-23.9, -46.3],
  valparaiso: [-33, -71.6],
  panama: [9, -79.5],
  cornwall: [50.1, -5.5],
  lisbon: [38.7, -9.1],
  marseille: [43.3, 5.4],
  bilbao: [43.3, -3],
  suez: [30, 32.4],
  djibouti: [11.6, 43.1],
  "cape-town": [-33.9, 18.4],
  dakar: [14.7, -17.5],
  luanda: [-8.8, 13.2],
  mombasa: [-4, 39.7],
  fujairah: [25.1, 56.3],
  mumbai: [19.1, 72.9],
  chennai: [13.1, 80.3],
  singapore: [1.35, 103.8],
  jakarta: [-6.2, 106.8],
  "hong-kong": [22.3, 114.2],
  taipei: [25, 121.6],
  tokyo: [35.6, 140],
  guam: [13.4, 144.8],
  perth: [-31.95, 115.9],
  sydney: [-33.9, 151.2],
  auckland: [-36.8, 174.8],
  hawaii: [21.3, -157.9],
} as const satisfies Record<string, readonly [number, number]>;
type Landing = keyof typeof landings;

/**
 * Which landings are joined by cables that clouds send traffic over; the length is that of the great circle between them
 * times what the sea adds. Public cable maps know more: South America–Africa, South America–Europe and East Africa–South
 * Africa are left out, because the clouds' own traffic does not go there.
 */
const cables: readonly (readonly [Landing, Landing])[] = [
  ["new-york", "cornwall"],
  ["virginia-beach", "bilbao"],
  ["virginia-beach", "fortaleza"],
  ["new-york", "santos"],
  ["miami", "fortaleza"],
  ["miami", "panama"],
  ["panama", "valparaiso"],
  ["los-angeles", "valparaiso"],
  ["luanda", "cape-town"],
  ["lisbon", "dakar"],
  ["dakar", "luanda"],
  ["marseille", "suez"],
  ["suez", "djibouti"],
  ["djibouti", "mombasa"],
  ["djibouti", "fujairah"],
  ["djibouti", "mumbai"],
  ["fujairah", "mumbai"],
  ["mumbai", "singapore"],
  ["chennai", "singapore"],
  ["singapore", "hong-kong"],
  ["singapore", "tokyo"],
  ["singapore", "perth"],
  ["jakarta", "perth"],
  ["hong-kong", "guam"],
  ["tokyo", "guam"],
  ["guam", "sydney"],
  ["guam", "hawaii"],
  ["hawaii", "los-angeles"],
  ["hawaii", "sydney"],
  ["hawaii", "auckland"],
  ["auckland", "sydney"],
  ["tokyo", "oregon"],
  ["tokyo", "los-angeles"],
  ["taipei", "los-angeles"],
];

/** What a kilometre of great circle is in fibre, on land and under the sea. */
export interface DetourRatios {
  readonly land: number;
  readonly sea: number;
}

interface Shore extends Coordinates {
  readonly name: string;
  readonly landmass: Landmass;
}

const shores: readonly Shore[] = Object.entries(landings).map(([name, [latitudeDeg, longitudeDeg]]) => ({
  name,
  latitudeDeg,
  longitudeDeg,
  landmass: landmassOf({ latitudeDeg, longitudeDeg }),
}));
const shoresOf = Map.groupBy(
  shores.map((shore, index) => ({ shore, index })),
  ({ shore }) => shore.landmass,
);

/** Answers how many kilometres of fibre lie between two places: over land, or by the shortest chain of cables. */
export function fibreMap({ land, sea }: DetourRatios): (a: Coordinates, b: Coordinates) => number {
  const between = shores.map((from) =>
    shores.map((to) => (from.landmass === to.landmass ? land * distanceKm(from, to) : Number.POSITIVE_INFINITY)),
  );
  const at = (name: string): number => shores.findIndex((shore) => shore.name === name);
  const shorten = (from: number, to: number, km: number): void => {
    const row = between[from];
    if (row && km < (row[to] ?? 0)) row[to] = km;
  };
  for (const [x, y] of cables) {
    const [from, to] = [at(x), at(y)];
    const [start, end] = [shores[from], shores[to]];
    if (!start || !end) continue;
    shorten(from, to, sea * distanceKm(start, end));
    shorten(to, from, sea * distanceKm(start, end));
  }
  for (const [via, onward] of between.entries())
    for (const [from, row] of between.entries())
      for (const [to, km] of onward.entries()) shorten(from, to, (row[via] ?? Number.POSITIVE_INFINITY) + km);

  return (a, b) => {
    const [here, there] = [landmassOf(a), landmassOf(b)];
    let bestKm = here === there ? land * distanceKm(a, b) : Number.POSITIVE_INFINITY;
    const exits = (shoresOf.get(there) ?? []).map(({ shore, index }) => ({ index, km: land * distanceKm(shore, b) }));
    for (const { shore, index } of shoresOf.get(here) ?? []) {
      const startKm = land * distanceKm(a, shore);
      for (const exit of exits) bestKm = Math.min(bestKm, startKm + (between[index]?.[exit.index] ?? bestKm) + exit.km);
    }
    return bestKm;
  };
}
