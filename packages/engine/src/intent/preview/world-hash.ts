import type {
  ConnectionEnd,
  ProvisionStep,
  SeenGateway,
  SeenNetwork,
  SeenService,
  TopologyConnection,
} from "@skylane/core";
import type { ConnectDesign } from "../design/design-connections.ts";
import type { ConnectWorld, NamedIntent } from "../design/world.ts";
import { referencesIn } from "../references.ts";
import { sha256Of } from "./sha256.ts";

/**
 * Hash of what the design was read from and hangs on: the services, their networks, gateways and routes, and the links it uses.
 * Volumes, ages and counters are not in it: they change by the minute and change no plan.
 */
export function worldHashOf(
  intents: readonly NamedIntent[],
  design: ConnectDesign,
  { topology, config, made }: ConnectWorld,
): string {
  const networkKeys = new Set(
    [...design.ends.values()].flatMap(({ source, destination }) => [source.key, destination.key]),
  );
  for (const { intent } of intents)
    for (const { networkKey } of [intent.source, intent.destination])
      if (networkKey !== undefined) networkKeys.add(networkKey);
  const gateways = topology.gateways.filter((gateway) => gateway.networkKeys.some((key) => networkKeys.has(key)));
  const gatewayKeys = new Set(gateways.map(({ key }) => key));
  const usedIds = new Set(design.ways.flatMap(({ connectionIds }) => connectionIds));
  return sha256Of({
    services: sorted(intents.flatMap(({ intent }) => [intent.source, intent.destination].map(serviceFacts))),
    names: sorted(intents.flatMap(({ name }) => name ?? [])),
    networks: sorted(topology.networks.filter(({ key }) => networkKeys.has(key)).map(networkFacts)),
    gateways: sorted(gateways.map(gatewayFacts)),
    // addresses inside tunnels are taken from what these show
    connections: sorted(
      topology.connections
        .filter(({ id, ends }) => usedIds.has(id) || ends.some(({ at }) => gatewayKeys.has(at)))
        .map((connection) => connectionFacts(connection, usedIds.has(connection.id))),
    ),
    routes: sorted(
      topology.routes
        .filter(({ owner }) => networkKeys.has(owner))
        .map(({ owner, tableId, prefix, next, isActive }) => ({ owner, tableId, prefix, next, isActive })),
    ),
    rules: config.intents,
    made: made
      .filter(touches(design.steps, gateways))
      .map(({ key }) => key)
      .sort(),
  });
}

/** Of what runs have made or are making, that which stands at the same gateways: ranges inside tunnels are not taken twice. */
function touches(steps: readonly ProvisionStep[], gateways: readonly SeenGateway[]): (made: ProvisionStep) => boolean {
  const keys = new Set(steps.map(({ key }) => key));
  const ids = new Set(steps.map(({ id }) => id));
  const locks = new Set(steps.flatMap(({ lock }) => lock ?? []));
  return (made) =>
    keys.has(made.key) ||
    (made.lock !== undefined && locks.has(made.lock)) ||
    referencesIn(made).some((id) => ids.has(id)) ||
    Object.values(made.desired).some((value) => gateways.some(({ nativeId }) => nativeId === value));
}

const serviceFacts = ({ tags: _, ...facts }: SeenService) => facts;
const networkFacts = ({ key, cidrs, subnets }: SeenNetwork) => ({ key, cidrs, subnets });
const gatewayFacts = ({ key, asn, publicIps, networkKeys, handles }: SeenGateway) => ({
  key,
  asn,
  publicIps: [...publicIps].sort(),
  networkKeys: [...networkKeys].sort(),
  handles,
});

function connectionFacts(
  { id, kind, ends, status, isEncrypted, isPublic, reaches, sightings }: TopologyConnection,
  isUsed: boolean,
) {
  const inside = sightings.flatMap(({ join }) =>
    [join, ...(join.others ?? [])].map(({ localInsideIp, peerInsideIp }) => [localInsideIp, peerInsideIp]),
  );
  return {
    id,
    kind,
    ends: ends.map(({ at }: ConnectionEnd) => at),
    inside,
    // whether a link is up matters to who uses it
    ...(isUsed && { status, isEncrypted, isPublic, reaches }),
  };
}

/** The order in which a cloud lists things is no change. */
const sorted = (facts: readonly object[]): readonly object[] =>
  facts
    .map((one) => [JSON.stringify(one), one] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, one]) => one);
