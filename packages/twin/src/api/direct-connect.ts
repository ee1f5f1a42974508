import { createHash } from "node:crypto";
import type { EstateConnection, EstateEnd, EstateGateway } from "../estate/estate.ts";
import type { World } from "../world/world.ts";
import { ApiError } from "./api-error.ts";
import type { Ec2Caller } from "./ec2/ec2.ts";
import { ownerOf } from "./ec2/scope.ts";

type Body = Readonly<Record<string, unknown>>;

/** Direct Connect's JSON API for one account in one Region. Gateways are global, connections and interfaces belong to a Region. */
export function callDirectConnect(
  world: World,
  { regionId, accountId }: Ec2Caller,
  operation: string,
  body: Body,
): Body {
  const all = circuits(world).filter(({ tgw }) => (tgw.accountId ?? accountId) === accountId);
  const here = all.filter(({ tgw }) => tgw.regionId === regionId);
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
        only(only(here, body.connectionId, connectionId), body.virtualInterfaceId, interfaceId).map((circuit) =>
          describeInterface(world, circuit),
        ),
      );
    case "DescribeDirectConnectGateways":
      return listed("directConnectGateways", only(all, body.directConnectGatewayId, gatewayId).map(describeGateway));
    case "DescribeDirectConnectGatewayAssociations":
      return listed(
        "directConnectGatewayAssociations",
        only(all, body.directConnectGatewayId, gatewayId).map(describeAssociation),
      );
    case "DescribeDirectConnectGatewayAttachments":
      return listed(
        "directConnectGatewayAttachments",
        only(all, body.directConnectGatewayId, gatewayId).map(describeAttachment),
      );
    case "DescribeLags":
      return { lags: [] };
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

/** A Direct Connect connection with its end at a transit gateway and the other. */
interface Circuit {
  readonly connection: EstateConnection;
  readonly tgw: EstateGateway;
  readonly own: EstateEnd;
  readonly other: EstateEnd;
}

const circuits = (world: World): readonly Circuit[] =>
  world.atlas.estate.connections.flatMap((connection) => {
    if (connection.kind !== "direct-connect") return [];
    const { a, b } = connection;
    return [
      { own: a, other: b },
      { own: b, other: a },
    ].flatMap(({ own, other }) => {
      const tgw = world.atlas.gateways.get(own.at);
      return tgw?.kind === "tgw" ? [{ connection, tgw, own, other }] : [];
    });
  });

const only = (items: readonly Circuit[], id: unknown, pick: (circuit: Circuit) => string): readonly Circuit[] =>
  id === undefined || id === null ? items : items.filter((item) => pick(item) === id);
const connectionId = ({ connection }: Circuit): string => connection.providerId ?? connection.id;
const gatewayId = ({ connection }: Circuit): string => `dxgw-${connection.id}`;
const interfaceId = (circuit: Circuit): string => connectionId(circuit).replace(/^dxcon-/, "dxvif-");
const locationOf = ({ connection }: Circuit): string => connection.location ?? connection.carrier ?? "unknown";
/** Not a secret, but looks like one: whoever stores or prints it would do so with a real one. */
const authKeyOf = ({ connection }: Circuit): string =>
  createHash("sha256").update(`bgp ${connection.id}`).digest("base64url").slice(0, 24);
const tagsOf = ({ connection }: Circuit) => Object.entries(connection.tags).map(([key, value]) => ({ key, value }));
/** `500Mbps`, `10Gbps` */
const bandwidthOf = ({ bandwidthMbps }: EstateConnection): string =>
  bandwidthMbps < 1_000 ? `${bandwidthMbps}Mbps` : `${bandwidthMbps / 1_000}Gbps`;

const describeConnection = (world: World, circuit: Circuit) => ({
  connectionId: connectionId(circuit),
  connectionName: circuit.connection.id,
  ownerAccount: ownerOf(circuit.tgw),
  // The port has light until the line is cut; a black hole further on is not seen here.
  connectionState: world.conditionOf(circuit.connection).isSessionUp ? "available" : "down",
  region: circuit.tgw.regionId,
  location: locationOf(circuit),
  bandwidth: bandwidthOf(circuit.connection),
  ...(circuit.connection.carrier !== undefined && { partnerName: circuit.connection.carrier }),
  vlan: 0,
  jumboFrameCapable: true,
  hasLogicalRedundancy: "unknown",
  macSecCapable: circuit.connection.isEncrypted,
  encryptionMode: circuit.connection.isEncrypted ? "must_encrypt" : "no_encrypt",
  portEncryptionStatus: circuit.connection.isEncrypted ? "Encryption Up" : "Encryption Down",
  tags: tagsOf(circuit),
});

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
    virtualInterfaceType: "transit",
    virtualInterfaceState: "available",
    addressFamily: "ipv4",
    connectionId: connectionId(circuit),
    ownerAccount: ownerOf(circuit.tgw),
    region: circuit.tgw.regionId,
    location: locationOf(circuit),
    directConnectGatewayId: gatewayId(circuit),
    vlan: 101,
    mtu: 8_500,
    amazonSideAsn: circuit.tgw.asn,
    customerRouterConfig: `<?xml version="1.0" encoding="UTF-8"?><logical_connection id="${interfaceId(circuit)}"><vlan>101</vlan><bgp_asn>${bgp.asn}</bgp_asn><bgp_auth_key>${bgp.authKey}</bgp_auth_key></logical_connection>`,
    bgpPeers: [
      {
        ...bgp,
        bgpPeerId: `dxpeer-${circuit.connection.id}`,
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
  amazonSideAsn: circuit.tgw.asn,
  ownerAccount: ownerOf(circuit.tgw),
  directConnectGatewayState: "available",
});

const describeAssociation = (circuit: Circuit) => ({
  associationId: `dxassoc-${circuit.connection.id}`,
  associationState: "associated",
  directConnectGatewayId: gatewayId(circuit),
  directConnectGatewayOwnerAccount: ownerOf(circuit.tgw),
  associatedGateway: {
    id: circuit.tgw.providerId,
    type: "transitGateway",
    ownerAccount: ownerOf(circuit.tgw),
    region: circuit.tgw.regionId,
  },
  allowedPrefixesToDirectConnectGateway: circuit.own.announces.map((cidr) => ({ cidr })),
});

const describeAttachment = (circuit: Circuit) => ({
  directConnectGatewayId: gatewayId(circuit),
  virtualInterfaceId: interfaceId(circuit),
  virtualInterfaceRegion: circuit.tgw.regionId,
  virtualInterfaceOwnerAccount: ownerOf(circuit.tgw),
  attachmentState: "attached",
  attachmentType: "TransitVirtualInterface",
});
