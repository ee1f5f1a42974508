import type { Estate, EstateConnection, EstateEnd, EstateGateway, EstateNetwork } from "../../estate/estate.ts";
import { latencyBetweenMs } from "../geography.ts";
import type { Built } from "./built.ts";
import type { Peering, PeeringEnd } from "./built-parts.ts";
import type { TunnelEnd } from "./tunnel-end.ts";
import type { TunnelPair } from "./tunnel-sessions.ts";

/** The estate as it is with what was built: networks changed, gateways added, peerings that are active, tunnels that are up. */
export function mergeEstate(estate: Estate, built: Built, tunnels: readonly TunnelPair[]): Estate {
  const gateways = [...estate.gateways, ...built.gateways.values()].map((gateway) => withTables(gateway, built));
  const gatewayIds = new Set(gateways.map(({ id }) => id));
  const networks = estate.networks.map((network) => asBuilt(network, built, gatewayIds));
  const regions = new Map([...networks, ...gateways].map(({ id, regionId }) => [id, regionId]));
  const latencyMs = (a: string, b: string): number =>
    latencyBetweenMs(regions.get(a) ?? "", regions.get(b) ?? "", estate.sites);
  const peerings = built.peerings
    .values()
    .filter(({ state, a, b }) => state === "active" && regions.has(a.at) && regions.has(b.at));
  return {
    ...estate,
    networks,
    gateways,
    connections: [
      ...estate.connections,
      ...peerings.map((peering) => peeringLink(peering, latencyMs(peering.a.at, peering.b.at))),
      ...tunnels.map((pair) => tunnelLink(pair, latencyMs(pair.one.gatewayId, pair.other.gatewayId))),
    ],
  };
}

function withTables(gateway: EstateGateway, { tables }: Built): EstateGateway {
  const added = tables.values().filter(({ gatewayId }) => gatewayId === gateway.id);
  return added.length === 0 ? gateway : { ...gateway, tables: [...gateway.tables, ...added.map((one) => one.tableId)] };
}

/** An attachment to a gateway that is gone attaches nothing. */
function asBuilt(
  network: EstateNetwork,
  { attachments, ranges, parts }: Built,
  gatewayIds: ReadonlySet<string>,
): EstateNetwork {
  const isHere = ({ networkId }: { readonly networkId: string }): boolean => networkId === network.id;
  const written = attachments.get(network.id);
  const attachment = written && gatewayIds.has(written.gatewayId) ? written : undefined;
  const [added, withTable] = [
    ranges.values().filter(isHere),
    parts
      .values()
      .flatMap((part) =>
        isHere(part) && part.routeTableId !== undefined ? [{ cidr: part.cidr, routeTableId: part.routeTableId }] : [],
      ),
  ];
  if (!attachment && added.length === 0 && withTable.length === 0) return network;
  const { networkId: _, ...attached } = attachment ?? { networkId: "" };
  return {
    ...network,
    ...attached,
    cidrs: [...network.cidrs, ...added.map(({ cidr }) => cidr)],
    subnets: [...network.subnets, ...withTable],
  };
}

const PEERING_MBPS = 10_000; // no cloud says a limit; of the order of one flow's

const peeringLink = ({ id, kind, a, b, providerId, tags }: Peering, latencyMs: number): EstateConnection => ({
  ...LINK,
  id,
  kind,
  a: peeringEnd(a),
  b: peeringEnd(b),
  ...(providerId !== undefined && { providerId }),
  bandwidthMbps: PEERING_MBPS,
  latencyMs,
  tags: { ...tags },
});

const peeringEnd = (end: PeeringEnd): EstateEnd => ({ ...END, ...end });

const TUNNEL_JITTER_MS = 0.6;
const DPD_SECONDS = 30; // without BGP a dead peer is found by IKE; AWS's default

const tunnelLink = ({ connectionId, one, other }: TunnelPair, latencyMs: number): EstateConnection => ({
  ...LINK,
  id: connectionId,
  kind: "vpn",
  a: tunnelEnd(one, other),
  b: tunnelEnd(other, one),
  bandwidthMbps: Math.min(one.bandwidthMbps, other.bandwidthMbps),
  latencyMs,
  jitterMs: TUNNEL_JITTER_MS,
  isEncrypted: true,
  isPublic: true,
  carrier: "internet",
  holdTimeSeconds: one.bgp && other.bgp ? Math.min(one.bgp.holdTimeSeconds, other.bgp.holdTimeSeconds) : DPD_SECONDS,
});

/** Without BGP an end is taken for what the other side's configuration says is behind it. */
const tunnelEnd = (end: TunnelEnd, other: TunnelEnd): EstateEnd => ({
  ...END,
  at: end.gatewayId,
  announces: [...(end.bgp ? end.announces.prefixes : (other.remotePrefixes ?? []))],
  localPreference: end.localPreference ?? END.localPreference,
  med: end.med ?? END.med,
  asPathPrepend: end.asPathPrepend ?? END.asPathPrepend,
  ...(end.attachmentId !== undefined && { attachmentId: end.attachmentId }),
  ...(end.associatedTableId !== undefined && { associatedTableId: end.associatedTableId }),
  publicIp: end.localPublicIp,
  ...(end.bgp && { peerIp: end.bgp.localIp }),
});

const END = { announces: [] as string[], localPreference: 100, asPathPrepend: 0, med: 0, propagatesTo: [] as string[] };
const LINK = {
  jitterMs: 0,
  lossRatio: 0,
  isEncrypted: false,
  isPublic: false,
  holdTimeSeconds: 90,
  tags: {},
  isDeclared: false,
  isZombie: false,
};
