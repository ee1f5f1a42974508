import * as z from "zod";
import type { EstateConnection, EstateEnd, EstateGateway } from "../estate/estate.ts";
import { BLACKHOLE, type TableRoute, tgwRoutes } from "../world/select-route.ts";
import type { World } from "../world/world.ts";
import { ApiError } from "./api-error.ts";
import {
  type CoreNetwork,
  type CorePeering,
  coreNetworksOf,
  corePeeringsOf,
  networkManagerArn,
} from "./ec2/core-networks.ts";
import type { Ec2Caller } from "./ec2/ec2.ts";
import { directConnectGatewayOf, isCoreEdge, isOnDirectConnectGateway, ownerOf, uuidOf } from "./ec2/scope.ts";

type Answer = Readonly<Record<string, unknown>>;

/** Where Network Manager answers, for all Regions. */
const HOME = "us-west-2";

/** Network Manager's API, as far as it is about core networks: what they are, what is attached, where they send packets. */
export function callNetworkManager(
  world: World,
  { regionId, accountId }: Ec2Caller,
  path: string,
  body: unknown,
): Answer {
  if (regionId !== HOME)
    throw new ApiError(
      "InvalidSignatureException",
      `Credential should be scoped to a valid region, not '${regionId}'. `,
      403,
    );
  const seen = coreNetworksOf(world).filter((core) => isSeenBy(world, core, accountId));
  const own = seen.filter(({ ownerId }) => ownerId === accountId);
  const [, collection = "", id, inner] = path.split("/").map(decodeURIComponent);
  switch (`${collection}${id === undefined ? "" : "/:id"}${inner === undefined ? "" : `/${inner}`}`) {
    case "core-networks":
      return { CoreNetworks: seen.map(summaryOf) };
    case "core-networks/:id":
      return { CoreNetwork: describeCoreNetwork(found(seen, (core) => core.id === id)) };
    case "attachments":
      return { Attachments: seen.flatMap((core) => attachmentsOf(world, core, accountId)) };
    case "peerings":
      return { Peerings: own.flatMap((core) => peeringsOf(world, core)) };
    case "global-networks":
      return {
        GlobalNetworks: own.map(({ globalNetworkId, ownerId }) => ({
          GlobalNetworkId: globalNetworkId,
          GlobalNetworkArn: networkManagerArn(ownerId, `global-network/${globalNetworkId}`),
          State: "AVAILABLE",
        })),
      };
    case "global-networks/:id/network-routes": {
      const ofGlobal = own.filter(({ globalNetworkId }) => globalNetworkId === id);
      found(ofGlobal, () => true);
      return networkRoutes(world, ofGlobal, body);
    }
    default:
      throw new ApiError("ResourceNotFoundException", `Network Manager here knows no ${path}`, 404);
  }
}

/** Its owner, and whoever has a VPC at one of its edges: they share it. */
const isSeenBy = ({ atlas }: World, { ownerId, edges }: CoreNetwork, accountId: string): boolean =>
  ownerId === accountId ||
  atlas.estate.networks.some(
    (network) => ownerOf(network) === accountId && edges.some(({ id }) => id === network.gatewayId),
  );

function found<T>(all: readonly T[], isIt: (one: T) => boolean): T {
  const one = all.find(isIt);
  if (one) return one;
  throw new ApiError("ResourceNotFoundException", "Resource not found.", 404);
}

const tagsOf = (name: string, tags: Readonly<Record<string, string>> = {}) => [
  { Key: "Name", Value: name },
  ...Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
];

/** Moments are seconds since 1970. */
const createdAt = ({ createdOn }: EstateConnection): Answer =>
  createdOn === undefined ? {} : { CreatedAt: Date.parse(createdOn) / 1_000 };

const summaryOf = (core: CoreNetwork): Answer => ({
  CoreNetworkId: core.id,
  CoreNetworkArn: core.arn,
  GlobalNetworkId: core.globalNetworkId,
  OwnerAccountId: core.ownerId,
  State: "AVAILABLE",
  Tags: tagsOf(core.edges[0]?.id ?? core.id),
});

/** Its segments are the tables of its edges. */
function describeCoreNetwork(core: CoreNetwork): Answer {
  const { OwnerAccountId: _, ...summary } = summaryOf(core);
  const segments = new Set(core.edges.flatMap(({ tables }) => tables));
  return {
    ...summary,
    Segments: [...segments].map((Name) => ({
      Name,
      EdgeLocations: core.edges.filter(({ tables }) => tables.includes(Name)).map(({ regionId }) => regionId),
      SharedSegments: [],
    })),
    Edges: core.edges.map(({ regionId, asn }) => ({ EdgeLocation: regionId, Asn: asn, InsideCidrBlocks: [] })),
  };
}

/** What is attached to the edges. An account that does not own the core network sees what is its own. */
function attachmentsOf(world: World, core: CoreNetwork, accountId: string): readonly Answer[] {
  const { atlas } = world;
  const isShown = (owner: string): boolean => core.ownerId === accountId || owner === accountId;
  return core.edges.flatMap((edge) => {
    const common = (attachmentId: string, segment: string | undefined, owner: string) => ({
      CoreNetworkId: core.id,
      CoreNetworkArn: core.arn,
      AttachmentId: attachmentId,
      OwnerAccountId: owner,
      State: "AVAILABLE",
      ...(segment !== undefined && { SegmentName: segment }),
    });
    const vpcs = atlas.estate.networks.flatMap((network) => {
      if (network.gatewayId !== edge.id || network.attachmentId === undefined || !isShown(ownerOf(network))) return [];
      return [
        {
          ...common(network.attachmentId, network.gatewayTableId ?? edge.tables[0], ownerOf(network)),
          AttachmentType: "VPC",
          EdgeLocation: edge.regionId,
          ResourceArn: ec2Arn(network, `vpc/${network.providerId ?? network.id}`),
          Tags: tagsOf(network.id, network.tags),
        },
      ];
    });
    const links = world.viewOf(edge.id).links.flatMap(({ connection, own, other }) => {
      const resource = resourceOf(world, edge, connection, other);
      if (own.attachmentId === undefined || !resource || !isShown(ownerOf(edge))) return [];
      return [
        {
          ...common(own.attachmentId, own.associatedTableId ?? edge.tables[0], ownerOf(edge)),
          AttachmentType: resource.type,
          // a Direct Connect gateway is attached to several edges at once, if need be
          ...(resource.type === "DIRECT_CONNECT_GATEWAY"
            ? { EdgeLocations: [edge.regionId] }
            : { EdgeLocation: edge.regionId }),
          ResourceArn: resource.arn,
          Tags: tagsOf(connection.id, connection.tags),
          ...createdAt(connection),
        },
      ];
    });
    return [...vpcs, ...links];
  });
}

const ec2Arn = (
  one: { readonly regionId: string; readonly accountId?: string | undefined },
  resource: string,
): string => `arn:aws:ec2:${one.regionId}:${ownerOf(one)}:${resource}`;

interface Resource {
  /** As an attachment, and as the destination of a route. */
  readonly type: string;
  readonly routeType: string;
  readonly id: string;
  readonly arn: string;
}

/** What is attached where a link ends; `undefined` for what joins two edges of one core network. */
function resourceOf(
  { atlas }: World,
  edge: EstateGateway,
  connection: EstateConnection,
  other: EstateEnd,
): Resource | undefined {
  const id = connection.providerId ?? connection.id;
  if (connection.kind === "vpn")
    return { type: "SITE_TO_SITE_VPN", routeType: "vpn", id, arn: ec2Arn(edge, `vpn-connection/${id}`) };
  if (isOnDirectConnectGateway(connection)) {
    const gatewayId = directConnectGatewayOf(connection);
    return {
      type: "DIRECT_CONNECT_GATEWAY",
      routeType: "direct-connect-gateway",
      id: gatewayId,
      arn: `arn:aws:directconnect::${ownerOf(edge)}:dx-gateway/${gatewayId}`,
    };
  }
  const tgw = connection.kind === "transit-peering" ? atlas.gateways.get(other.at) : undefined;
  if (tgw?.cloud !== "aws" || isCoreEdge(tgw)) return undefined;
  const table = other.associatedTableId ?? tgw.tables[0] ?? "";
  return {
    type: "TRANSIT_GATEWAY_ROUTE_TABLE",
    routeType: "transit-gateway-route-table",
    id: table,
    arn: ec2Arn(tgw, `transit-gateway-route-table/${table}`),
  };
}

const peeringsOf = (world: World, core: CoreNetwork): readonly Answer[] =>
  corePeeringsOf(world)
    .filter(({ edge }) => edge.providerId === core.id)
    .map(({ connection, edge, tgw, ...ends }) => ({
      CoreNetworkId: core.id,
      CoreNetworkArn: core.arn,
      PeeringId: peeringIdOf({ connection, edge, tgw, ...ends }),
      OwnerAccountId: core.ownerId,
      PeeringType: "TRANSIT_GATEWAY",
      State: "AVAILABLE",
      EdgeLocation: edge.regionId,
      ResourceArn: ec2Arn(tgw, `transit-gateway/${tgw.providerId}`),
      Tags: tagsOf(connection.id, connection.tags),
      ...createdAt(connection),
    }));

/** The transit gateway's half has another id, of an attachment. */
const peeringIdOf = ({ connection: { id, providerId } }: CorePeering): string =>
  providerId?.startsWith("peering-")
    ? providerId
    : `peering-0${uuidOf(`peering ${id}`).replaceAll("-", "").slice(0, 16)}`;

const RoutesInput = z.looseObject({
  RouteTableIdentifier: z.looseObject({
    CoreNetworkSegmentEdge: z.looseObject({
      CoreNetworkId: z.string(),
      SegmentName: z.string(),
      EdgeLocation: z.string(),
    }),
  }),
  States: z.array(z.string()).optional(),
  Types: z.array(z.string()).optional(),
});

/** The routes that win in a segment at an edge. */
function networkRoutes(world: World, cores: readonly CoreNetwork[], body: unknown): Answer {
  const input = RoutesInput.safeParse(body);
  if (!input.success) {
    const issue = input.error.issues[0];
    throw new ApiError("ValidationException", `${issue?.path.join(".")}: ${issue?.message}`);
  }
  const { RouteTableIdentifier, States, Types } = input.data;
  const { CoreNetworkId, SegmentName, EdgeLocation } = RouteTableIdentifier.CoreNetworkSegmentEdge;
  const core = found(cores, ({ id }) => id === CoreNetworkId);
  const edge = found(core.edges, ({ regionId, tables }) => regionId === EdgeLocation && tables.includes(SegmentName));
  const routes = tgwRoutes(world.viewOf(edge.id), SegmentName, world.routing).map((route) => ({
    DestinationCidrBlock: route.prefix,
    Destinations: destinationsOf(world, edge, SegmentName, route, core.edges.length),
    State: route.attachmentId === BLACKHOLE ? "BLACKHOLE" : "ACTIVE",
    Type: route.type.toUpperCase(),
  }));
  return {
    CoreNetworkSegmentEdge: { CoreNetworkId, SegmentName, EdgeLocation },
    RouteTableType: "CORE_NETWORK_SEGMENT",
    RouteTableTimestamp: Math.floor(world.clock.nowMs() / 1_000),
    NetworkRoutes: routes.filter(
      ({ State, Type }) => (States?.includes(State) ?? true) && (Types?.includes(Type) ?? true),
    ),
  };
}

/** Where a route leads: an attachment here, or one of another edge, which the core network's own links lead to. */
function destinationsOf(
  world: World,
  edge: EstateGateway,
  segment: string,
  { prefix, nextHop }: TableRoute,
  hopsLeft: number,
): readonly Answer[] {
  if (!nextHop) return [];
  const at = { SegmentName: segment, EdgeLocation: edge.regionId };
  if (nextHop.kind === "network") {
    const network = world.atlas.networks.get(nextHop.networkId);
    const id = network?.providerId ?? nextHop.networkId;
    return [{ CoreNetworkAttachmentId: nextHop.attachmentId, ...at, ResourceType: "vpc", ResourceId: id }];
  }
  const link = world.viewOf(edge.id).links.find(({ connection }) => connection.id === nextHop.connectionId);
  if (!link) return [];
  const resource = resourceOf(world, edge, link.connection, link.other);
  if (resource)
    return [
      {
        CoreNetworkAttachmentId: nextHop.attachmentId,
        ...at,
        ResourceType: resource.routeType,
        ResourceId: resource.id,
      },
    ];
  const far = world.atlas.gateways.get(link.other.at);
  if (!far || hopsLeft <= 0) return [];
  const onward = far.tables
    .filter((table) => table === segment)
    .flatMap((table) => tgwRoutes(world.viewOf(far.id), table, world.routing))
    .find((route) => route.prefix === prefix);
  return onward ? destinationsOf(world, far, segment, onward, hopsLeft - 1) : [];
}
