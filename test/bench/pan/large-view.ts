import { Topology, type TopologyView } from "@skylane/core";
import { aGateway, aNetwork } from "../../support/sightings.ts";
import { aLink } from "../../support/topologies.ts";

/** Where clouds and data centres stand, in degrees. */
const METROS = [
  ...[
    [45.6, -121.2],
    [37.4, -121.9],
    [33.4, -112],
    [32.8, -96.8],
    [41.9, -93.6],
    [41.9, -87.6],
    [39, -77.5],
    [33.7, -84.4],
    [45.5, -73.6],
    [43.7, -79.4],
  ],
  ...[
    [20.6, -100.4],
    [-33.4, -70.6],
    [-23.5, -46.6],
    [53.3, -6.3],
    [51.5, -0.1],
    [48.9, 2.4],
    [50.1, 8.7],
    [59.3, 18.1],
    [45.5, 9.2],
    [40.4, -3.7],
  ],
  ...[
    [52.2, 21],
    [32.1, 34.8],
    [25.3, 51.5],
    [-26.2, 28],
    [19.1, 72.9],
    [28.6, 77.2],
    [1.35, 103.8],
    [-6.2, 106.8],
    [22.3, 114.2],
    [25, 121.5],
  ],
  ...[
    [37.6, 127],
    [35.7, 139.7],
    [34.7, 135.5],
    [-33.9, 151.2],
    [-37.8, 145],
  ],
] as const;
const CLOUDS = [
  ["aws", 30],
  ["azure", 30],
  ["gcp", 24],
  ["oci", 16],
  ["onprem", 20],
] as const;
const GATEWAYS = 4;
const NETWORKS = 8;

/** An estate of so many links, each between a pair of gateways of its own, over 120 places; the same at each run. */
export function largeView(linkCount: number): TopologyView & { readonly topology: Topology } {
  const places = CLOUDS.flatMap(([cloud, count]) =>
    Array.from({ length: count }, (_, i) => ({ cloud, regionId: `region-${i}` })),
  );
  const networks = places.flatMap(({ cloud, regionId }, place) =>
    Array.from({ length: NETWORKS }, (_, i) =>
      aNetwork({
        key: `${cloud}/${regionId}/net-${i}`,
        regionId,
        name: `network ${i}`,
        cidrs: [`10.${place}.${i}.0/24`],
        endpointCount: i,
      }),
    ),
  );
  const gateways = places.flatMap(({ cloud, regionId }) =>
    Array.from({ length: GATEWAYS }, (_, i) =>
      aGateway({
        key: `${cloud}/${regionId}/gw-${i}`,
        regionId,
        name: `gateway ${i}`,
        networkKeys: [`${cloud}/${regionId}/net-${2 * i}`, `${cloud}/${regionId}/net-${2 * i + 1}`],
      }),
    ),
  );
  // every gateway to others that are ever farther on: no pair comes twice
  const pairs: (readonly [number, number])[] = [];
  for (let step = GATEWAYS * 3 + 1; pairs.length < linkCount; step += 17)
    for (let from = 0; from < gateways.length && pairs.length < linkCount; from += 1)
      pairs.push([from, (from + step) % gateways.length]);
  const end = (at: number) => {
    const { key = "", networkKeys = [] } = gateways[at] ?? {};
    return [key, networkKeys[0] ?? ""] as const;
  };
  const connections = pairs.map(([from, to], i) => {
    const link = aLink({
      id: `link-${i}`,
      from: end(from),
      to: end(to),
      kind: i % 7 === 0 ? "direct-connect" : "vpn",
      isDeclared: i % 9 !== 0,
      status: i % 53 === 0 ? "down" : i % 31 === 0 ? "degraded" : "up",
      bandwidthMbps: i % 7 === 0 ? 10_000 : 1_250,
      bytes30d: 1e9 * ((i * 7_919) % 90_000),
      monthlyUsd: (i * 131) % 1_800,
    });
    const regionAt = (at: number) => gateways[at]?.regionId ?? "";
    return {
      ...link,
      ends: [
        { ...link.ends[0], regionId: regionAt(from) },
        { ...link.ends[1], regionId: regionAt(to) },
      ] as (typeof link)["ends"],
    };
  });
  return {
    topology: Topology.parse({ estate: "large", atMs: 0, networks, gateways, connections, routes: [], gaps: [] }),
    findings: [],
    places: places.map((place, i) => {
      const [latitudeDeg = 0, longitudeDeg = 0] = METROS[(i * 11) % METROS.length] ?? [];
      return { ...place, latitudeDeg, longitudeDeg };
    }),
  };
}
