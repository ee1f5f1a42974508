import { createHash } from "node:crypto";
import type {
  ExpressRouteCircuit,
  ExpressRouteCircuitPeering,
  ExpressRouteConnection,
  VirtualNetworkGatewayConnection,
} from "@azure/arm-network";
import type { JoinFacts, LinkSighting } from "@skylane/core";
import { circuitPrice } from "../prices/link-months.ts";
import { azureKey, clipped, commonOf, provisioningOf, regionOf, routingKey, sameId } from "./arm-ids.ts";
import type { AzureInventory } from "./read-group.ts";
import type { AzureRouting, CircuitRouting } from "./read-routing.ts";

/** What the circuit behind an ExpressRoute connection tells about it. */
export function circuitFacts(
  { peer }: VirtualNetworkGatewayConnection,
  inventory: CircuitUsers,
  { circuits: routings }: Pick<AzureRouting, "circuits">,
): Partial<LinkSighting> & Pick<LinkSighting, "join"> {
  const circuit = inventory.circuits.find(({ id }) => sameId(id, peer?.id));
  const kind = { kind: "express-route", isEncrypted: false, isPublic: false } as const;
  if (!circuit) return { ...kind, join: {} };
  return { ...kind, ...factsOf(circuit, routings.get(routingKey(circuit.id)), userCount(circuit, inventory) === 1) };
}

/** The same of a connection to a hub, which has no status of its own: a circuit over which something is heard is up. */
export function hubCircuitFacts(
  connection: ExpressRouteConnection,
  inventory: CircuitUsers,
  { circuits: routings }: Pick<AzureRouting, "circuits">,
): Partial<LinkSighting> & Pick<LinkSighting, "join"> {
  const circuit = inventory.circuits.find(({ id }) => sameId(id, circuitIdOf(connection)));
  const kind = { kind: "express-route", isEncrypted: false, isPublic: false } as const;
  if (!circuit) return { ...kind, join: {} };
  const routing = routings.get(routingKey(circuit.id));
  const facts = factsOf(circuit, routing, userCount(circuit, inventory) === 1);
  // an edge router without a session to anybody holds nothing
  const isDown = routing?.routes?.length === 0;
  const control = facts.receivedPrefixes?.length ? "up" : isDown ? "down" : "unknown";
  return { ...kind, ...facts, control };
}

type CircuitUsers = Pick<AzureInventory, "circuits" | "connections" | "expressRouteConnections">;

/** The circuit that a connection of a hub leads to. */
export const circuitIdOf = ({ expressRouteCircuitPeering }: ExpressRouteConnection): string | undefined =>
  /^(.*)\/peerings\/[^/]+$/i.exec(expressRouteCircuitPeering?.id ?? "")?.[1];

/** A circuit may serve several gateways: then its key is no mark of one link. */
const userCount = (
  { id }: ExpressRouteCircuit,
  { connections, expressRouteConnections }: Omit<CircuitUsers, "circuits">,
): number =>
  connections.filter(({ peer }) => sameId(peer?.id, id)).length +
  expressRouteConnections.filter((one) => sameId(circuitIdOf(one), id)).length;

/** A circuit that no connection uses: paid for, and leading nowhere from here. */
export const idleCircuit = (circuit: ExpressRouteCircuit, inventory: Omit<CircuitUsers, "circuits">): LinkSighting[] =>
  circuit.id === undefined || userCount(circuit, inventory) > 0
    ? []
    : [
        {
          ...commonOf(circuit),
          kind: "express-route",
          at: azureKey(circuit.id),
          provisioning: provisioningOf(circuit.provisioningState),
          control: "unknown",
          isEncrypted: false,
          isPublic: false,
          ...factsOf(circuit, undefined, true),
        },
      ];

function factsOf(
  circuit: ExpressRouteCircuit,
  routing: CircuitRouting | undefined,
  isOnly: boolean,
): Pick<LinkSighting, "join" | "aliases"> & Partial<LinkSighting> {
  const provider = circuit.serviceProviderProperties;
  const peering = privatePeeringOf(circuit);
  const bandwidthMbps = provider?.bandwidthInMbps ?? (circuit.bandwidthInGbps && circuit.bandwidthInGbps * 1_000);
  const inside = insideAddresses(peering, routing);
  const listPrice = circuitPrice(circuit.sku, bandwidthMbps, regionOf(circuit.location));
  return {
    aliases: [circuit.id, circuit.name].flatMap((alias) => (alias === undefined ? [] : [alias])),
    join: {
      ...(isOnly && circuit.serviceKey !== undefined && { sharedId: linkKeyHash(circuit.serviceKey) }),
      ...inside,
      ...(peering?.azureASN !== undefined && { localAsn: peering.azureASN }),
      ...(peering?.peerASN !== undefined && { peerAsn: peering.peerASN }),
      ...(peering?.vlanId !== undefined && { vlan: peering.vlanId }),
    },
    ...(bandwidthMbps && { bandwidthMbps }),
    ...(provider?.serviceProviderName !== undefined && { carrier: clipped(provider.serviceProviderName) }),
    ...(provider?.peeringLocation !== undefined && { location: clipped(provider.peeringLocation) }),
    ...(listPrice && { listPrice }),
    ...prefixesOf(routing, inside.peerInsideIp),
  };
}

export const privatePeeringOf = ({ peerings = [] }: ExpressRouteCircuit): ExpressRouteCircuitPeering | undefined =>
  peerings.find(({ peeringType }) => peeringType === "AzurePrivatePeering");

/** A service key is as good as a password of the circuit; its hash tells two ends that they have the same one. */
const linkKeyHash = (key: string): string => createHash("sha256").update(`skylane-link-key:${key}`).digest("hex");

/** Who is who on the circuit: as ARP shows, else by the rule that the customer has the first address of the /30 and Microsoft the second. */
function insideAddresses(
  peering: ExpressRouteCircuitPeering | undefined,
  routing: CircuitRouting | undefined,
): Pick<JoinFacts, "localInsideIp" | "peerInsideIp"> {
  const answering = (side: string): string | undefined =>
    routing?.arp?.find((row) => row.interface?.toLowerCase() === side)?.ipAddress;
  const microsoft = answering("microsoft");
  const customer = answering("on-prem");
  if (microsoft !== undefined && customer !== undefined) return { localInsideIp: microsoft, peerInsideIp: customer };
  const [, start, last] = /^(\d+\.\d+\.\d+\.)(\d+)\/30$/.exec(peering?.primaryPeerAddressPrefix ?? "") ?? [];
  if (start === undefined) return {};
  return { localInsideIp: `${start}${Number(last) + 2}`, peerInsideIp: `${start}${Number(last) + 1}` };
}

/** Routes of the circuit's edge router: those over the customer's address are heard, the rest is what Azure tells. */
function prefixesOf(
  routing: CircuitRouting | undefined,
  customer: string | undefined,
): Pick<LinkSighting, "receivedPrefixes" | "announcedPrefixes"> {
  if (!routing?.routes || customer === undefined) return {};
  const networks = (isHeard: boolean): string[] => [
    ...new Set(
      routing.routes?.flatMap(({ network, nextHop }) =>
        network && (nextHop === customer) === isHeard ? [network] : [],
      ),
    ),
  ];
  return { receivedPrefixes: networks(true), announcedPrefixes: networks(false) };
}
