/** Where regions are: the city the vendor names, latitude and longitude in degrees. */
const REGIONS: Readonly<Record<string, readonly [latitudeDeg: number, longitudeDeg: number]>> = {
  "us-east-1": [38.9, -77.4],
  "us-east-2": [40.0, -83.0],
  "us-west-1": [37.4, -122.0],
  "us-west-2": [45.8, -119.7],
  "ca-central-1": [45.5, -73.6],
  "sa-east-1": [-23.5, -46.6],
  "eu-west-1": [53.3, -6.3],
  "eu-west-2": [51.5, -0.1],
  "eu-west-3": [48.9, 2.4],
  "eu-central-1": [50.1, 8.7],
  "eu-north-1": [59.3, 18.1],
  "ap-south-1": [19.1, 72.9],
  "ap-southeast-1": [1.4, 103.8],
  "ap-southeast-2": [-33.9, 151.2],
  "ap-northeast-1": [35.7, 139.7],
  eastus: [37.4, -79.8],
  eastus2: [36.7, -78.4],
  centralus: [41.6, -93.6],
  westus2: [47.2, -119.9],
  northeurope: [53.3, -6.3],
  westeurope: [52.4, 4.9],
  uksouth: [51.5, -0.1],
  germanywestcentral: [50.1, 8.7],
  southeastasia: [1.4, 103.8],
  japaneast: [35.7, 139.8],
  "us-central1": [41.3, -95.9],
  "us-east1": [33.2, -80.0],
  "us-east4": [39.0, -77.5],
  "us-west1": [45.6, -121.2],
  "europe-west1": [50.5, 3.8],
  "europe-west2": [51.5, -0.1],
  "europe-west3": [50.1, 8.7],
  "europe-west4": [53.4, 6.8],
  "asia-southeast1": [1.4, 103.8],
  "asia-northeast1": [35.7, 139.7],
  "us-ashburn-1": [39.0, -77.5],
  "us-phoenix-1": [33.4, -112.1],
  "uk-london-1": [51.5, -0.1],
  "eu-frankfurt-1": [50.1, 8.7],
};

const EARTH_RADIUS_KM = 6_371;
const FIBRE_KM_PER_MS = 200; // light in glass
const DETOUR_RATIO = 1.5; // fibre follows roads, coasts and cables, not the great circle
const ENDS_MS = 1; // gateways and the way to the fibre, however near the two are
const UNKNOWN_MS = 20; // half a continent

/** A place that is not a region of a cloud. */
export interface SitePlace {
  readonly regionId: string;
  readonly latitudeDeg: number;
  readonly longitudeDeg: number;
}

/** Time one way between two regions or sites, ms: along the great circle, as fibre goes. */
export function latencyBetweenMs(from: string, to: string, sites: readonly SitePlace[]): number {
  if (from === to) return ENDS_MS;
  const [a, b] = [placeOf(from, sites), placeOf(to, sites)];
  if (!a || !b) return UNKNOWN_MS;
  return Math.round((ENDS_MS + (distanceKm(a, b) * DETOUR_RATIO) / FIBRE_KM_PER_MS) * 100) / 100;
}

function placeOf(regionId: string, sites: readonly SitePlace[]): readonly [number, number] | undefined {
  const site = sites.find((one) => one.regionId === regionId);
  return site ? [site.latitudeDeg, site.longitudeDeg] : REGIONS[regionId];
}

function distanceKm(one: readonly [number, number], other: readonly [number, number]): number {
  const [lat1, lon1, lat2, lon2] = [...one, ...other].map((degrees) => (degrees * Math.PI) / 180) as [
    number,
    number,
    number,
    number,
  ];
  const half = Math.sin((lat2 - lat1) / 2) ** 2 + Math.cos(lat1) * Math.cos(lat2) * Math.sin((lon2 - lon1) / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(half)));
}
