import type { Finding, SeenGateway, SeenNetwork, Topology, TopologyConnection, TopologyView } from "@skylane/core";
import type { Mark } from "./time/marks.ts";
import { severities } from "./words.ts";

/** Where the ends of links are that belong to no place we can look into. */
export const ELSEWHERE = "elsewhere";

/** A Region or site of one cloud, with what stands in it. */
export interface Place {
  /** `aws:us-east-1`; `elsewhere:` for what is not ours to see. */
  readonly id: string;
  readonly cloud: string;
  /** Empty for what is global. */
  readonly regionId: string;
  readonly networks: readonly SeenNetwork[];
  readonly gateways: readonly SeenGateway[];
  /** Keys that links end at and that were not seen themselves, as `address/198.51.100.7`. */
  readonly unseenKeys: readonly string[];
}

/** A topology as the page asks it: what is where, what ends at it, and what is wrong with it. */
export interface EstateIndex {
  readonly topology: Topology;
  /** Worst first. */
  readonly findings: readonly Finding[];
  readonly places: readonly Place[];
  readonly placeById: ReadonlyMap<string, Place>;
  readonly placeIdOf: ReadonlyMap<string, string>;
  readonly networkByKey: ReadonlyMap<string, SeenNetwork>;
  readonly gatewayByKey: ReadonlyMap<string, SeenGateway>;
  readonly connectionById: ReadonlyMap<string, TopologyConnection>;
  readonly connectionsAt: ReadonlyMap<string, readonly TopologyConnection[]>;
  readonly findingsOn: ReadonlyMap<string, readonly Finding[]>;
  readonly findingById: ReadonlyMap<string, Finding>;
  /** What changed since the look before, by key or id; what `went` is in the topology and not in the estate any more. */
  readonly marks: ReadonlyMap<string, Mark>;
}

export const placeIdOf = (cloud: string, regionId: string): string => `${cloud}:${regionId}`;

/** Puts a view in order once, so that each look into it is quick; the same view gives the same order. */
export function indexEstate(
  { findings, topology }: TopologyView & { readonly topology: Topology },
  marks: ReadonlyMap<string, Mark> = new Map(),
): EstateIndex {
  const placeOfKey = new Map<string, string>();
  const places = new Map<string, { networks: SeenNetwork[]; gateways: SeenGateway[]; unseenKeys: string[] }>();
  const at = (id: string) => {
    const place = places.get(id) ?? { networks: [], gateways: [], unseenKeys: [] };
    places.set(id, place);
    return place;
  };
  for (const network of byName(topology.networks)) {
    placeOfKey.set(network.key, placeIdOf(network.cloud, network.regionId));
    at(placeIdOf(network.cloud, network.regionId)).networks.push(network);
  }
  for (const gateway of byName(topology.gateways)) {
    placeOfKey.set(gateway.key, placeIdOf(gateway.cloud, gateway.regionId));
    at(placeIdOf(gateway.cloud, gateway.regionId)).gateways.push(gateway);
  }
  const connectionsAt = new Map<string, TopologyConnection[]>();
  for (const connection of topology.connections)
    for (const end of connection.ends) {
      add(connectionsAt, end.at, connection);
      if (placeOfKey.has(end.at)) continue;
      const id =
        end.cloud === undefined || end.regionId === undefined ? `${ELSEWHERE}:` : placeIdOf(end.cloud, end.regionId);
      placeOfKey.set(end.at, id);
      at(id).unseenKeys.push(end.at);
    }
  const worstFirst = findings.toSorted(
    (a, b) =>
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      (b.monthlyUsd ?? 0) - (a.monthlyUsd ?? 0) ||
      compare(a.id, b.id),
  );
  const findingsOn = new Map<string, Finding[]>();
  for (const finding of worstFirst) for (const subject of new Set(finding.subjects)) add(findingsOn, subject, finding);
  const ordered = [...places]
    .map(([id, place]): Place => {
      const cloud = id.slice(0, id.indexOf(":"));
      return { id, cloud, regionId: id.slice(cloud.length + 1), ...place, unseenKeys: place.unseenKeys.sort(compare) };
    })
    .sort((a, b) => compare(a.id, b.id));
  return {
    topology,
    findings: worstFirst,
    places: ordered,
    placeById: new Map(ordered.map((place) => [place.id, place])),
    placeIdOf: placeOfKey,
    networkByKey: new Map(topology.networks.map((network) => [network.key, network])),
    gatewayByKey: new Map(topology.gateways.map((gateway) => [gateway.key, gateway])),
    connectionById: new Map(topology.connections.map((connection) => [connection.id, connection])),
    connectionsAt,
    findingsOn,
    findingById: new Map(findings.map((finding) => [finding.id, finding])),
    marks,
  };
}

/** What a thing is called: its name, else the end of its id. */
export function nameOf(index: EstateIndex, key: string): string {
  const seen = index.networkByKey.get(key) ?? index.gatewayByKey.get(key);
  if (seen) return seen.name && seen.name.trim() !== "" ? seen.name : tail(seen.nativeId);
  return tail(key);
}

/** Those that are in the estate: not what went since the look before. */
export const stillThere = <Keyed extends { readonly id: string } | { readonly key: string }>(
  things: readonly Keyed[],
  { marks }: Pick<EstateIndex, "marks">,
): readonly Keyed[] =>
  marks.size === 0 ? things : things.filter((one) => marks.get("id" in one ? one.id : one.key) !== "went");

/** Text in one order on every machine, whatever its language. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const tail = (id: string): string => id.slice(id.lastIndexOf("/") + 1) || id;

const byName = <Seen extends { readonly key: string; readonly name?: string | undefined }>(
  seen: readonly Seen[],
): Seen[] => seen.toSorted((a, b) => compare(a.name ?? a.key, b.name ?? b.key) || compare(a.key, b.key));

function add<Value>(into: Map<string, Value[]>, key: string, value: Value): void {
  const known = into.get(key);
  if (!known) into.set(key, [value]);
  else if (!known.includes(value)) known.push(value);
}
