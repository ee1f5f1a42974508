import { Topology, type TopologyView } from "@skylane/core";
import { aGateway, aNetwork } from "../../support/sightings.ts";
import { aLink } from "../../support/topologies.ts";

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
    places: places.map((place, i) => ({
      ...place,
      latitudeDeg: -35 + ((i * 37) % 95),
      longitudeDeg: -120 + ((i * 101) % 260),
    })),
  };
}
