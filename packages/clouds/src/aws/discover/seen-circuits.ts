import type { Connection, Interconnect, Lag } from "@aws-sdk/client-direct-connect";
import type { JoinFacts, LinkSighting } from "@skylane/core";
import { priceOfPort } from "../prices/link-months.ts";
import { type AwsAtlas, gatewaysBehind } from "./atlas.ts";
import type { Placed } from "./inventory.ts";
import { prefixesOver } from "./prefixes-over-gateway.ts";
import type { SafeInterface } from "./without-secrets.ts";
import { addressOf, asnOf, awsKey, clipped, commonOf, isGone, mbpsOf, present, provisioningOf } from "./words.ts";

/** A virtual interface of Direct Connect: the link that it makes over its port, whose other end is the customer's router. */
export function seenInterface({ it: one, ...place }: Placed<SafeInterface>, atlas: AwsAtlas): LinkSighting[] {
  const { virtualInterfaceId: id, connectionId: portId } = one;
  if (id === undefined || isGone(one.virtualInterfaceState)) return [];
  const port = portFacts(portId, atlas);
  const sharers = atlas.interfacesOfPort.get(portId ?? "")?.length ?? 1;
  const own = controlOf(one);
  const control = port.isDown ? "down" : own === "up" && port.isPartial ? "partial" : own;
  const bytes30d = sharers > 1 ? atlas.bytes30d.get(id) : port.bytes30d;
  const listPrice = port.listPrice && {
    ...port.listPrice,
    monthlyUsd: Math.round((port.listPrice.monthlyUsd / sharers) * 100) / 100,
  };
  const owner = { ...place, accountId: one.ownerAccount ?? place.accountId };
  return [
    {
      ...commonOf(owner, id, one.tags, one.virtualInterfaceName),
      kind: "direct-connect",
      aliases: [
        ...new Set(
          // members of a bundle come last: they are those of every interface on it
          [
            id,
            portId,
            ...port.aliases,
            one.virtualInterfaceName,
            one.directConnectGatewayId,
            ...(port.members ?? []),
          ].flatMap((alias) => alias || []),
        ),
      ],
      at: awsKey(endOf(one, atlas) ?? portId ?? id),
      join: joinOf(one, atlas),
      provisioning: provisioningOf(one.virtualInterfaceState),
      control,
      isEncrypted: port.isEncrypted,
      isPublic: false,
      ...prefixesOver(one.directConnectGatewayId, control, atlas),
      ...present({
        bandwidthMbps: port.bandwidthMbps,
        carrier: port.carrier,
        location: port.location ?? (one.location === undefined ? undefined : clipped(one.location)),
        bytes30d,
        listPrice,
      }),
    },
  ];
}

/** Id of the gateway that an interface's traffic comes to: behind a Direct Connect gateway the only one it is associated with. */
function endOf({ directConnectGatewayId, virtualGatewayId }: SafeInterface, atlas: AwsAtlas): string | undefined {
  const [only, ...others] = gatewaysBehind(directConnectGatewayId, atlas);
  return only !== undefined && others.length === 0 ? only : directConnectGatewayId || virtualGatewayId || undefined;
}

/** The addresses of its IPv4 session, else of the first. */
function joinOf(one: SafeInterface, atlas: AwsAtlas): JoinFacts {
  const peer = one.bgpPeers.find(({ addressFamily }) => addressFamily === "ipv4") ?? one.bgpPeers[0];
  const end = endOf(one, atlas) ?? "";
  // a transit gateway behind a Direct Connect gateway does not speak to the router: the Direct Connect gateway does
  const localAsn = one.amazonSideAsn ?? atlas.vpnGateways.get(end)?.AmazonSideAsn;
  return present({
    localInsideIp: addressOf(peer?.amazonAddress ?? one.amazonAddress),
    peerInsideIp: addressOf(peer?.customerAddress ?? one.customerAddress),
    localAsn: asnOf(localAsn),
    peerAsn: asnOf(peer?.asnLong ?? peer?.asn ?? one.asnLong ?? one.asn),
    vlan: one.vlan,
  }) as JoinFacts;
}

function controlOf({ bgpPeers, virtualInterfaceState }: SafeInterface): LinkSighting["control"] {
  if (virtualInterfaceState === "down") return "down";
  const known = bgpPeers.filter(({ bgpStatus }) => bgpStatus === "up" || bgpStatus === "down");
  const upCount = known.filter(({ bgpStatus }) => bgpStatus === "up").length;
  if (known.length === 0) return "unknown";
  return upCount === 0 ? "down" : upCount < known.length ? "partial" : "up";
}

interface PortFacts {
  readonly aliases: readonly (string | undefined)[];
  /** Ids and names of a bundle's ports. */
  readonly members?: readonly (string | undefined)[];
  readonly isDown: boolean;
  /** Some of a bundle's ports are down, and enough are up. */
  readonly isPartial?: boolean;
  readonly isEncrypted: boolean;
  readonly bandwidthMbps?: number | undefined;
  readonly carrier?: string | undefined;
  readonly location?: string | undefined;
  readonly bytes30d?: number | undefined;
  readonly listPrice?: LinkSighting["listPrice"];
}

/** What a port, or several ports bundled to one, adds to the links over it. */
function portFacts(id: string | undefined, atlas: AwsAtlas): PortFacts {
  const lag = atlas.lags.get(id ?? "");
  const port = atlas.ports.get(id ?? "");
  if (lag) return bundleFacts(lag, atlas);
  if (!port) return { aliases: [], isDown: false, isEncrypted: false };
  const bandwidthMbps = mbpsOf(port.bandwidth);
  return {
    aliases: [port.connectionName],
    isDown: port.connectionState === "down",
    isEncrypted: isEncrypted(port),
    bandwidthMbps,
    carrier: textOf(port.partnerName ?? port.providerName),
    location: textOf(port.location),
    bytes30d: atlas.bytes30d.get(port.connectionId ?? ""),
    // a partner's part of a port has its VLAN from the beginning
    listPrice: priceOfPort(bandwidthMbps, { isHosted: Boolean(port.vlan), regionId: port.region }),
  };
}

function bundleFacts(lag: Lag, atlas: AwsAtlas): PortFacts {
  const members = lag.connections ?? [];
  const memberMbps = mbpsOf(lag.connectionsBandwidth);
  const up = members.filter(({ connectionState }) => connectionState === "available");
  const bytes = members.flatMap(({ connectionId }) => atlas.bytes30d.get(connectionId ?? "") ?? []);
  const price = priceOfPort(memberMbps, { isHosted: false, regionId: lag.region });
  const count = members.length || (lag.numberOfConnections ?? 1);
  return {
    aliases: [lag.lagName],
    members: members.flatMap(({ connectionId, connectionName }) => [connectionId, connectionName]),
    isDown: lag.lagState === "down" || (members.length > 0 && up.length < Math.max(1, lag.minimumLinks ?? 1)),
    isPartial: up.length < members.length,
    isEncrypted: members.length > 0 && members.every(isEncrypted),
    bandwidthMbps: memberMbps === undefined ? undefined : memberMbps * (up.length || count),
    carrier: textOf(lag.providerName),
    location: textOf(lag.location),
    bytes30d:
      members.length > 0 && bytes.length === members.length ? bytes.reduce((sum, one) => sum + one, 0) : undefined,
    listPrice: price && { ...price, monthlyUsd: Math.round(price.monthlyUsd * count * 100) / 100 },
  };
}

const isEncrypted = ({ portEncryptionStatus }: Pick<Connection, "portEncryptionStatus">): boolean =>
  portEncryptionStatus === "Encryption Up";

const textOf = (text: string | undefined): string | undefined => (text ? clipped(text) : undefined);

/** A port or bundle with no interface on it: paid for by the hour, and carrying nothing. Members of a bundle are part of that. */
export function idlePort({ it: port, ...place }: Placed<Connection>, atlas: AwsAtlas): LinkSighting[] {
  const { connectionId: id } = port;
  if (id === undefined || isGone(port.connectionState)) return [];
  if (port.lagId !== undefined && atlas.lags.has(port.lagId)) return [];
  return idle({ ...place, it: { id, state: port.connectionState, tags: port.tags, owner: port.ownerAccount } }, atlas);
}

export function idleBundle({ it: lag, ...place }: Placed<Lag>, atlas: AwsAtlas): LinkSighting[] {
  const { lagId: id } = lag;
  if (id === undefined || isGone(lag.lagState)) return [];
  return idle({ ...place, it: { id, state: lag.lagState, tags: lag.tags, owner: lag.ownerAccount } }, atlas);
}

interface IdlePort {
  readonly id: string;
  readonly state: string | undefined;
  readonly tags: Connection["tags"];
  readonly owner: string | undefined;
}

function idle({ it, ...place }: Placed<IdlePort>, atlas: AwsAtlas): LinkSighting[] {
  if (atlas.interfacesOfPort.has(it.id)) return [];
  const { aliases, members = [], isDown, isPartial, isEncrypted: encrypted, ...facts } = portFacts(it.id, atlas);
  const owner = { ...place, accountId: it.owner ?? place.accountId };
  return [
    {
      ...commonOf(owner, it.id, it.tags, aliases[0]),
      kind: "direct-connect",
      aliases: [...new Set([it.id, ...aliases, ...members].flatMap((alias) => alias || []))],
      at: awsKey(it.id),
      join: {},
      provisioning: provisioningOf(it.state),
      control: isDown ? "down" : isPartial ? "partial" : "unknown",
      isEncrypted: encrypted,
      isPublic: false,
      // without an interface there is no session to hear or tell anything
      receivedPrefixes: [],
      announcedPrefixes: [],
      ...present(facts),
    },
  ];
}

/** A port of a partner, who sells parts of it: what passes over it is not shown to anybody but the partners' customers. */
export function seenInterconnect({ it: port, ...place }: Placed<Interconnect>): LinkSighting[] {
  const { interconnectId: id } = port;
  if (id === undefined || isGone(port.interconnectState)) return [];
  return [
    {
      ...commonOf(place, id, port.tags, port.interconnectName),
      kind: "direct-connect",
      aliases: [...new Set([id, port.interconnectName].flatMap((alias) => alias || []))],
      at: awsKey(id),
      join: {},
      provisioning: provisioningOf(port.interconnectState),
      control: port.interconnectState === "down" ? "down" : "unknown",
      isEncrypted: isEncrypted(port),
      isPublic: false,
      ...present({
        bandwidthMbps: mbpsOf(port.bandwidth),
        carrier: textOf(port.providerName),
        location: textOf(port.location),
      }),
    },
  ];
}
