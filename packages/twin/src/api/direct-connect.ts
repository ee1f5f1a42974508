import { createHash } from "node:crypto";
import type { EstateConnection, EstateEnd, EstateGateway } from "../estate/estate.ts";
import type { RoutingState } from "../world/routing-state.ts";
import type { World } from "../world/world.ts";
import { ApiError } from "./api-error.ts";
import {
  listTestHistory,
  startBgpFailoverTest,
  stopBgpFailoverTest,
  type TestedInterface,
} from "./bgp-failover-tests.ts";
import { associationOf, describeAssociation, updateAssociation } from "./direct-connect-associations.ts";
import type { Ec2Caller } from "./ec2/ec2.ts";
import {
  directConnectGatewayOf,
  isCoreEdge,
  isOnDirectConnectGateway,
  ownerOf,
  virtualInterfaceOf,
} from "./ec2/scope.ts";

type Body = Readonly<Record<string, unknown>>;

/** Direct Connect's JSON API for one account in one Region. Gateways are global, connections and interfaces belong to a Region; reads may lag. */
export function callDirectConnect(
  world: World,
  { regionId, accountId }: Ec2Caller,
  operation: string,
  body: Body,
  read: RoutingState,
): Body {
  const all = circuits(world).filter(({ hub }) => (hub.accountId ?? accountId) === accountId);
  // a managed link between clouds comes in over a gateway too, and has neither port nor interface
  const here = all.filter(({ hub, connection }) => hub.regionId === regionId && connection.kind === "direct-connect");
  const listed = pageOf(body);
  switch (operation) {
    case "DescribeConnections":
      return listed(
        "connections",
        only(here, body.connectionId, connectionId).map((circuit) => describeConnection(world, circuit)),
      );
    case "DescribeVirtualInterfaces":
      return listed(
        "virtualInterfaces",
        only(only(here, body.connectionId, portId), body.virtualInterfaceId, interfaceId).map((circuit) =>
          describeInterface(world, circuit),
        ),
      );
    case "DescribeDirectConnectGateways":
      return listed("directConnectGateways", only(all, body.directConnectGatewayId, gatewayId).map(describeGateway));
    case "DescribeDirectConnectGatewayAssociations":
      return listed(
        "directConnectGatewayAssociations",
        only(only(all, body.directConnectGatewayId, gatewayId), body.associationId, associationOf)
          .filter(({ hub }) => (body.associatedGatewayId ?? hub.providerId) === hub.providerId)
          .map((circuit) => describeAssociation(world, circuit, read)),
      );
    case "UpdateDirectConnectGatewayAssociation":
      return updateAssociation(world, only(all, body.associationId, associationOf), body);
    case "DescribeDirectConnectGatewayAttachments":
      return listed(
        "directConnectGatewayAttachments",
        only(all, body.directConnectGatewayId, gatewayId)
          .filter(({ connection }) => connection.kind === "direct-connect")
          .map(describeAttachment),
      );
    case "DescribeLags":
      return listed("lags", describeLags(world, here, body.lagId));
    case "StartBgpFailoverTest":
      return startBgpFailoverTest(world, interfaceOf(here, body.virtualInterfaceId), body);
    case "StopBgpFailoverTest":
      return stopBgpFailoverTest(world, interfaceOf(here, body.virtualInterfaceId));
    case "ListVirtualInterfaceTestHistory":
      return listed(
        "virtualInterfaceTestHistory",
        listTestHistory(world, only(here, body.virtualInterfaceId, interfaceId).map(interfaceId), body),
      );
    case "DescribeInterconnects":
      return { interconnects: [] };
    case "DescribeLocations":
      return {
        locations: [...new Set(here.map(locationOf))].map((location) => ({
          locationCode: location,
          locationName: location,
          region: regionId,
        })),
      };
    default:
      throw new ApiError("InvalidAction", `Direct Connect here knows no operation ${operation}`);
  }
}

const MAX_PAGE = 100;

/** A page of a list, under its name; tokens are positions. @throws ApiError DirectConnectClientException */
function pageOf({ maxResults, nextToken }: Body): (name: string, items: readonly Body[]) => Body {
  return (name, items) => {
    const size = typeof maxResults === "number" ? maxResults : MAX_PAGE;
    const from = nextToken === undefined || nextToken === null ? 0 : Number(nextToken);
    if (!Number.isInteger(from) || from < 0 || !Number.isInteger(size) || size < 1 || size > MAX_PAGE)
      throw new ApiError("DirectConnectClientException", "The page that was asked for does not exist");
    const end = from + size;
    return { [name]: items.slice(from, end), ...(end < items.length && { nextToken: String(end) }) };
  };
}

/** A link over a Direct Connect gateway, with its end at a gateway or core network and the other. */
export interface Circuit {
  readonly connection: EstateConnection;
  readonly hub: EstateGateway;
  readonly own: EstateEnd;
  readonly other: EstateEnd;
}

const circuits = (world: World): readonly Circuit[] =>
  world.atlas.estate.connections.flatMap((connection) => {
    if (!isOnDirectConnectGateway(connection)) return [];
    const { a, b } = connection;
    return [
      { own: a, other: b },
      { own: b, other: a },
    ].flatMap(({ own, other }) => {
      const hub = world.atlas.gateways.get(own.at);
      return hub?.cloud === "aws" && (hub.kind === "tgw" || isCoreEdge(hub) || hub.vpcId !== undefined)
        ? [{ connection, hub, own, other }]
        : [];
    });
  });

const only = (items: readonly Circuit[], id: unknown, pick: (circuit: Circuit) => string): readonly Circuit[] =>
  id === undefined || id === null ? items : items.filter((item) => pick(item) === id);
const connectionId = ({ connection }: Circuit): string => connection.providerId ?? connection.id;
/** What an interface is on: a bundle of ports, or a port by itself. */
const portId = (circuit: Circuit): string => circuit.connection.lagId ?? connectionId(circuit);
const gatewayId = ({ connection }: Circuit): string => directConnectGatewayOf(connection);
const interfaceId = ({ connection }: Circuit): string => virtualInterfaceOf(connection);
const locationOf = ({ connection }: Circuit): string => connection.location ?? connection.carrier ?? "unknown";
/** Not a secret, but looks like one: whoever stores or prints it would do so with a real one. */
const authKeyOf = ({ connection }: Circuit): string =>
  createHash("sha256").update(`bgp ${connection.id}`).digest("base64url").slice(0, 24);
const tagsOf = ({ connection }: Circuit) => Object.entries(connection.tags).map(([key, value]) => ({ key, value }));
/** The interface a test is asked for; only its owner may. @throws ApiError DirectConnectClientException */
function interfaceOf(here: readonly Circuit[], wanted: unknown): TestedInterface {
  const circuit = here.find((one) => interfaceId(one) === wanted);
  if (!circuit)
    throw new ApiError("DirectConnectClientException", `Virtual interface ${String(wanted)} does not exist`);
  return {
    virtualInterfaceId: interfaceId(circuit),
    connectionId: circuit.connection.id,
    ownerAccount: ownerOf(circuit.hub),
    peerId: peerIdOf(circuit),
  };
}
const peerIdOf = ({ connection }: Circuit): string => `dxpeer-${connection.id}`;
/** The port has light until the line is cut; a test of the sessions is not seen here. */
const hasLight = (world: World, { connection }: Circuit): boolean =>
  world.sessionTestOn(connection.id) !== undefined || world.conditionOf(connection).isSessionUp;
/** `500Mbps`, `10Gbps` */
const bandwidthOf = ({ bandwidthMbps }: EstateConnection): string =>
  bandwidthMbps < 1_000 ? `${bandwidthMbps}Mbps` : `${bandwidthMbps / 1_000}Gbps`;

const describeConnection = (world: World, circuit: Circuit) => ({
  connectionId: connectionId(circuit),
  connectionName: circuit.connection.id,
  ownerAccount: ownerOf(circuit.hub),
  // The port has light until the line is cut; a black hole further on is not seen here.
  connectionState: hasLight(world, circuit) ? "available" : "down",
  region: circuit.hub.regionId,
  location: locationOf(circuit),
  bandwidth: bandwidthOf(circuit.connection),
  ...(circuit.connection.carrier !== undefined && { partnerName: circuit.connection.carrier }),
  ...(circuit.connection.lagId !== undefined && { lagId: circuit.connection.lagId }),
  vlan: 0,
  jumboFrameCapable: true,
  hasLogicalRedundancy: "unknown",
  macSecCapable: circuit.connection.isEncrypted,
  encryptionMode: circuit.connection.isEncrypted ? "must_encrypt" : "no_encrypt",
  portEncryptionStatus: circuit.connection.isEncrypted ? "Encryption Up" : "Encryption Down",
  tags: tagsOf(circuit),
});

/** Bundles of ports: those of the estate's connections that name the same one. A single port with light keeps it up. */
function describeLags(world: World, here: readonly Circuit[], wanted: unknown): readonly Body[] {
  const inBundle = here.filter(({ connection }) => connection.lagId !== undefined);
  return [...Map.groupBy(inBundle, portId)].flatMap(([lagId, members]) => {
    const [first] = members;
    if (!first || (typeof wanted === "string" && wanted !== lagId)) return [];
    const connections = members.map((circuit) => describeConnection(world, circuit));
    const upCount = connections.filter(({ connectionState }) => connectionState === "available").length;
    const isEncrypted = members.every(({ connection }) => connection.isEncrypted);
    return [
      {
        lagId,
        lagName: lagId,
        lagState: upCount < MINIMUM_LINKS ? "down" : "available",
        ownerAccount: ownerOf(first.hub),
        region: first.hub.regionId,
        location: locationOf(first),
        connectionsBandwidth: bandwidthOf(first.connection),
        numberOfConnections: members.length,
        minimumLinks: MINIMUM_LINKS,
        connections,
        allowsHostedConnections: false,
        jumboFrameCapable: true,
        hasLogicalRedundancy: "unknown",
        macSecCapable: isEncrypted,
        encryptionMode: isEncrypted ? "must_encrypt" : "no_encrypt",
        ...(first.connection.carrier !== undefined && { providerName: first.connection.carrier }),
        tags: [],
      },
    ];
  });
}
const MINIMUM_LINKS = 1;

function describeInterface(world: World, circuit: Circuit) {
  const bgp = {
    asn: world.atlas.gateways.get(circuit.other.at)?.asn ?? 65_000,
    authKey: authKeyOf(circuit),
    ...(circuit.own.peerIp !== undefined && { amazonAddress: `${circuit.own.peerIp}/30` }),
    ...(circuit.other.peerIp !== undefined && { customerAddress: `${circuit.other.peerIp}/30` }),
  };
  return {
    ...bgp,
    virtualInterfaceId: interfaceId(circuit),
    virtualInterfaceName: circuit.connection.id,
    virtualInterfaceType: circuit.hub.vpcId === undefined ? "transit" : "private",
    virtualInterfaceState: world.sessionTestOn(circuit.connection.id) ? "testing" : "available",
    addressFamily: "ipv4",
    connectionId: portId(circuit),
    ownerAccount: ownerOf(circuit.hub),
    region: circuit.hub.regionId,
    location: locationOf(circuit),
    directConnectGatewayId: gatewayId(circuit),
    vlan: 101,
    mtu: 8_500,
    amazonSideAsn: circuit.hub.asn,
    customerRouterConfig: `<?xml version="1.0" encoding="UTF-8"?><logical_connection id="${interfaceId(circuit)}"><vlan>101</vlan><bgp_asn>${bgp.asn}</bgp_asn><bgp_auth_key>${bgp.authKey}</bgp_auth_key></logical_connection>`,
    bgpPeers: [
      {
        ...bgp,
        bgpPeerId: peerIdOf(circuit),
        addressFamily: "ipv4",
        bgpPeerState: "available",
        bgpStatus: world.conditionOf(circuit.connection).isSessionUp ? "up" : "down",
      },
    ],
    tags: tagsOf(circuit),
  };
}

const describeGateway = (circuit: Circuit) => ({
  directConnectGatewayId: gatewayId(circuit),
  directConnectGatewayName: circuit.connection.id,
  amazonSideAsn: circuit.hub.asn,
  ownerAccount: ownerOf(circuit.hub),
  directConnectGatewayState: "available",
});

const describeAttachment = (circuit: Circuit) => ({
  directConnectGatewayId: gatewayId(circuit),
  virtualInterfaceId: interfaceId(circuit),
  virtualInterfaceRegion: circuit.hub.regionId,
  virtualInterfaceOwnerAccount: ownerOf(circuit.hub),
  attachmentState: "attached",
  attachmentType: circuit.hub.vpcId === undefined ? "TransitVirtualInterface" : "PrivateVirtualInterface",
});
