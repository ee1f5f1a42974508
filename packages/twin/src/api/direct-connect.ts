import type { EstateConnection } from "../estate/estate.ts";
import type { World } from "../world/world.ts";
import { ApiError } from "./api-error.ts";

type Body = Readonly<Record<string, unknown>>;

/** Direct Connect's JSON API for one Region. Gateways are global, connections and interfaces belong to a Region. */
export function callDirectConnect(world: World, regionId: string, operation: string, body: Body): Body {
  const here = circuits(world).filter((circuit) => circuit.regionId === regionId);
  switch (operation) {
    case "DescribeConnections":
      return {
        connections: only(here, body.connectionId, ({ connection }) => connection.providerId).map((circuit) =>
          describeConnection(world, circuit),
        ),
      };
    case "DescribeVirtualInterfaces":
      return {
        virtualInterfaces: only(here, body.connectionId, ({ connection }) => connection.providerId).map((circuit) =>
          describeInterface(world, circuit),
        ),
      };
    case "DescribeDirectConnectGateways":
      return { directConnectGateways: circuits(world).map(describeGateway) };
    case "DescribeDirectConnectGatewayAssociations":
      return {
        directConnectGatewayAssociations: only(circuits(world), body.directConnectGatewayId, gatewayId).map((circuit) =>
          describeAssociation(world, circuit),
        ),
      };
    case "DescribeDirectConnectGatewayAttachments":
      return {
        directConnectGatewayAttachments: only(circuits(world), body.directConnectGatewayId, gatewayId).map(
          describeAttachment,
        ),
      };
    case "DescribeLags":
      return { lags: [] };
    case "DescribeLocations":
      return {
        locations: [...new Set(here.map(({ connection }) => connection.carrier ?? "unknown"))].map((carrier) => ({
          locationCode: carrier,
          locationName: carrier,
          region: regionId,
        })),
      };
    default:
      throw new ApiError("InvalidAction", `Direct Connect here knows no operation ${operation}`);
  }
}

interface Circuit {
  readonly connection: EstateConnection;
  readonly regionId: string;
  readonly accountId: string;
  readonly tgwProviderId: string;
  readonly tgwAsn: number;
}

function circuits(world: World): readonly Circuit[] {
  return world.atlas.estate.connections.flatMap((connection) => {
    if (connection.kind !== "direct-connect") return [];
    const tgw = [connection.a.at, connection.b.at]
      .map((at) => world.atlas.gateways.get(at))
      .find((gateway) => gateway?.kind === "tgw");
    return tgw
      ? [
          {
            connection,
            regionId: tgw.regionId,
            accountId: tgw.accountId ?? "000000000000",
            tgwProviderId: tgw.providerId,
            tgwAsn: tgw.asn,
          },
        ]
      : [];
  });
}

const only = (
  items: readonly Circuit[],
  id: unknown,
  pick: (circuit: Circuit) => string | undefined,
): readonly Circuit[] => (id === undefined ? items : items.filter((item) => pick(item) === id));
const gatewayId = ({ connection }: Circuit): string => `dxgw-${connection.id}`;
const interfaceId = ({ connection }: Circuit): string =>
  (connection.providerId ?? connection.id).replace(/^dxcon-/, "dxvif-");

const describeConnection = (world: World, { connection, regionId, accountId }: Circuit) => ({
  connectionId: connection.providerId,
  connectionName: connection.id,
  ownerAccount: accountId,
  // The port has light until the line is cut; a black hole further on is not seen here.
  connectionState: world.conditionOf(connection).isSessionUp ? "available" : "down",
  region: regionId,
  location: connection.carrier ?? "unknown",
  bandwidth: `${connection.bandwidthMbps / 1_000}Gbps`,
  vlan: 0,
  hasLogicalRedundancy: "unknown",
  encryptionMode: "no_encrypt",
});

const describeInterface = (world: World, circuit: Circuit) => ({
  virtualInterfaceId: interfaceId(circuit),
  virtualInterfaceName: circuit.connection.id,
  virtualInterfaceType: "transit",
  virtualInterfaceState: "available",
  connectionId: circuit.connection.providerId,
  ownerAccount: circuit.accountId,
  region: circuit.regionId,
  location: circuit.connection.carrier ?? "unknown",
  directConnectGatewayId: gatewayId(circuit),
  vlan: 101,
  asn: world.atlas.gateways.get(circuit.connection.b.at)?.asn ?? 65_000,
  amazonSideAsn: circuit.tgwAsn,
  amazonAddress: circuit.connection.a.peerIp,
  customerAddress: circuit.connection.b.peerIp,
  bgpPeers: [
    {
      bgpPeerId: `dxpeer-${circuit.connection.id}`,
      bgpPeerState: "available",
      bgpStatus: world.conditionOf(circuit.connection).isSessionUp ? "up" : "down",
    },
  ],
});

const describeGateway = (circuit: Circuit) => ({
  directConnectGatewayId: gatewayId(circuit),
  directConnectGatewayName: circuit.connection.id,
  amazonSideAsn: circuit.tgwAsn,
  ownerAccount: circuit.accountId,
  directConnectGatewayState: "available",
});

const describeAssociation = (world: World, circuit: Circuit) => ({
  associationId: `dxassoc-${circuit.connection.id}`,
  associationState: "associated",
  directConnectGatewayId: gatewayId(circuit),
  associatedGateway: {
    id: circuit.tgwProviderId,
    type: "transitGateway",
    ownerAccount: circuit.accountId,
    region: circuit.regionId,
  },
  allowedPrefixesToDirectConnectGateway: (world.atlas.connections.get(circuit.connection.id)?.a.announces ?? []).map(
    (cidr) => ({ cidr }),
  ),
});

const describeAttachment = (circuit: Circuit) => ({
  directConnectGatewayId: gatewayId(circuit),
  virtualInterfaceId: interfaceId(circuit),
  virtualInterfaceRegion: circuit.regionId,
  virtualInterfaceOwnerAccount: circuit.accountId,
  attachmentState: "attached",
  attachmentType: "TransitVirtualInterface",
});
