import type {
  CloudDiscovery,
  Connection,
  ConnectionEnd,
  LinkSighting,
  SeenGateway,
  SeenNetwork,
  SeenRoute,
  Topology,
  TopologyConnection,
} from "@skylane/core";
import { fnv1a64 } from "@skylane/core";
import { type DeclaredPlaces, declaredPlaces } from "./declared-places.ts";
import { declaredServices } from "./declared-services.ts";
import { internetLinks } from "./internet-links.ts";
import type { Inventory } from "./inventory.ts";
import { pairSightings, type SightedLink } from "./pair-sightings.ts";
import { withRedundancy } from "./redundancy.ts";

/** Joins what the clouds showed into one topology; pure. */
export function joinTopology(seen: readonly CloudDiscovery[], inventory: Inventory, atMs: number): Topology {
  const declaredOnly = declaredPlaces(inventory.networks, seen);
  const places: Places = {
    networks: byKey(seen.flatMap(({ networks }) => networks)),
    gateways: byKey(seen.flatMap(({ gateways }) => gateways)),
    routes: seen.flatMap(({ routes }) => routes),
  };
  const sighted = pairSightings(seen.flatMap(({ links }) => links));
  const declared = matchInventory(sighted, inventory.connections);
  const shown = seen.flatMap((one) => one.services ?? []);
  const services = [...shown, ...declaredServices(inventory, [...places.networks.values()], shown)];
  const bare = [
    ...sighted.map((link) => connectionOf(link, declared.get(link), places, declaredOnly)),
    ...internetLinks(places.routes, [...places.networks.values()], inventory),
  ];
  return {
    estate: inventory.estate,
    atMs,
    networks: [...places.networks.values(), ...declaredOnly.networks()],
    gateways: [...places.gateways.values()],
    connections: withRedundancy(bare).sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)),
    routes: [...places.routes],
    ...(services.length > 0 && { services }),
    gaps: seen.flatMap(({ gaps }) => gaps),
  };
}

interface Places {
  readonly networks: ReadonlyMap<string, SeenNetwork>;
  readonly gateways: ReadonlyMap<string, SeenGateway>;
  readonly routes: readonly SeenRoute[];
}

const byKey = <T extends { readonly key: string }>(all: readonly T[]): ReadonlyMap<string, T> =>
  new Map(all.map((one) => [one.key, one]));

/** The inventory's entry for each link: an id of a sighting is the entry's provider id, or the entry's own id. */
function matchInventory(
  links: readonly SightedLink[],
  connections: readonly Connection[],
): ReadonlyMap<SightedLink, Connection> {
  const byId = new Map<string, Connection>();
  for (const connection of connections) byId.set(connection.id, connection);
  for (const connection of connections) if (connection.providerId) byId.set(connection.providerId, connection);
  const taken = new Set<string>();
  const matched = new Map<SightedLink, Connection>();
  for (const link of links) {
    const found = link.sightings
      .flatMap(idsOf)
      .map((id) => byId.get(id))
      .find((connection) => connection !== undefined && !taken.has(connection.id));
    if (!found) continue;
    taken.add(found.id);
    matched.set(link, found);
  }
  return matched;
}

const idsOf = ({ nativeId, aliases }: LinkSighting): readonly string[] => [
  nativeId,
  nativeId.slice(nativeId.lastIndexOf("/") + 1),
  ...aliases,
];

function connectionOf(
  link: SightedLink,
  declared: Connection | undefined,
  places: Places,
  declaredOnly: DeclaredPlaces,
): Omit<TopologyConnection, "redundancy"> {
  const [first, second] = link.sightings;
  const kind = declared?.kind ?? first.kind ?? second?.kind ?? "transit-peering";
  const sure = <T>(pick: (sighting: LinkSighting) => T | undefined): T | undefined =>
    pick(first) ?? (second && pick(second));
  const [near, far] = [endAt(first.at, places), farEnd(link, declared, places, declaredOnly)];
  const ends: [ConnectionEnd, ConnectionEnd] = [
    declaredOnly.complete(near, declared, first, far),
    declaredOnly.complete(far, declared, second, near),
  ];
  const prices = link.sightings.flatMap(({ listPrice }) => listPrice?.monthlyUsd ?? []);
  // each end counts all that passes; an end with an object for each tunnel counts in parts
  const bytes = [...Map.groupBy(link.sightings, ({ at }) => at).values()].flatMap((end) => {
    const parts = end.flatMap(({ bytes30d }) => bytes30d ?? []);
    return parts.length === 0 ? [] : parts.reduce((sum, one) => sum + one, 0);
  });
  const monthlyUsd =
    declared?.monthlyUsd ?? (prices.length > 0 ? prices.reduce((sum, one) => sum + one, 0) : undefined);
  const bandwidths = link.sightings.flatMap(({ bandwidthMbps }) => bandwidthMbps ?? []);
  const bandwidthMbps = bandwidths.length > 0 ? Math.min(...bandwidths) : declared?.bandwidthMbps;
  const carrier = sure((sighting) => sighting.carrier) ?? declared?.carrier;
  const location = sure((sighting) => sighting.location);
  return {
    id:
      declared?.id ??
      `${kind}-${fnv1a64(
        link.sightings
          .map(({ key }) => key)
          .sort()
          .join("\n"),
      ).slice(0, 10)}`,
    kind,
    ends,
    sightings: [...link.sightings],
    evidence: [...link.evidence],
    isDeclared: declared !== undefined,
    status: statusOf(link.sightings),
    isEncrypted: sure((sighting) => sighting.isEncrypted) ?? declared?.isEncrypted ?? false,
    isPublic: sure((sighting) => sighting.isPublic) ?? declared?.isPublic ?? false,
    reaches: second
      ? [reachOf(first, second, places), reachOf(second, first, places)]
      : lonelyReach(first, declared, ends, places, declaredOnly),
    ...(bandwidthMbps !== undefined && { bandwidthMbps }),
    ...(carrier !== undefined && { carrier }),
    ...(location !== undefined && { location }),
    ...(monthlyUsd !== undefined && { monthlyUsd }),
    ...(bytes.length > 0 && { bytes30d: Math.max(...bytes) }),
  };
}

/**
 * What a link reaches of which one end was seen. Prefixes that nobody could read of a link of the inventory that is up are taken
 * for the ranges of the networks at its ends: what was not seen is not held against it.
 */
function lonelyReach(
  own: LinkSighting,
  declared: Connection | undefined,
  [near, far]: readonly [ConnectionEnd, ConnectionEnd],
  places: Places,
  declaredOnly: DeclaredPlaces,
): [string[], string[]] {
  const there = reachOf(own, undefined, places);
  const isOpen = declared !== undefined && own.control !== "down" && own.receivedRouteCount !== 0;
  const rangesAt = ({ networkKeys }: ConnectionEnd): string[] =>
    isOpen ? networkKeys.flatMap((key) => places.networks.get(key)?.cidrs ?? declaredOnly.cidrsOf(key)) : [];
  const isPartOfIt = own.receivedPrefixes === undefined && there.length < (own.receivedRouteCount ?? 1);
  return [
    isPartOfIt ? [...there, ...rangesAt(far)] : there,
    own.announcedPrefixes ? [...own.announcedPrefixes] : rangesAt(near),
  ];
}

/** Where the other end was seen, else where this end says it is, else where the inventory says, else an address. */
function farEnd(
  { sightings: [first, second] }: SightedLink,
  declared: Connection | undefined,
  places: Places,
  declaredOnly: DeclaredPlaces,
): ConnectionEnd {
  if (second) return endAt(second.at, places);
  const told = endAt(first.peer ?? farAddress(first), places);
  return told.cloud === undefined && declared ? (declaredOnly.farEnd(declared, first) ?? told) : told;
}

const farAddress = ({ join }: LinkSighting): string =>
  `address/${join.peerPublicIp ?? join.peerInsideIp ?? join.sharedId ?? "unknown"}`;

function endAt(at: string, { networks, gateways }: Places): ConnectionEnd {
  const gateway = gateways.get(at);
  const network = networks.get(at);
  const place = gateway ?? network;
  return {
    at,
    ...(place?.name && { name: place.name }),
    ...(place && { cloud: place.cloud, accountId: place.accountId, regionId: place.regionId }),
    networkKeys: gateway ? [...gateway.networkKeys] : network ? [network.key] : [],
  };
}

/** Up only if nobody says otherwise; ends that disagree are a degraded link, and so is one with some of its tunnels down unless its far end says all is well. */
function statusOf(sightings: readonly LinkSighting[]): TopologyConnection["status"] {
  const known = sightings.map(({ control }) => control).filter((control) => control !== "unknown");
  if (known.length === 0) return "unknown";
  if (known.every((control) => control === "down")) return "down";
  if (known.includes("down")) return "degraded";
  return known.includes("up") ? "up" : "degraded";
}

/**
 * Prefixes this end can reach over the link: what it hears, or what the other end says it tells, or what its tables hold as
 * routes over the link; where only their number is known and it is not zero, the ranges of the networks behind the other end.
 */
function reachOf(own: LinkSighting, other: LinkSighting | undefined, places: Places): string[] {
  const heard = own.receivedPrefixes ?? other?.announcedPrefixes;
  if (heard) return [...heard];
  const ids = new Set([own.key, ...own.aliases.map((alias) => `${own.cloud}/${alias}`)]);
  const routed = places.routes.filter(({ isActive, next }) => isActive && next.key !== undefined && ids.has(next.key));
  const prefixes = [...new Set(routed.map(({ prefix }) => prefix))];
  if (prefixes.length > 0 || !other || (own.receivedRouteCount ?? 0) === 0) return prefixes;
  return endAt(other.at, places).networkKeys.flatMap((key) => places.networks.get(key)?.cidrs ?? []);
}
