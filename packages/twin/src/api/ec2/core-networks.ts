import type { EstateConnection, EstateEnd, EstateGateway } from "../../estate/estate.ts";
import type { World } from "../../world/world.ts";
import { isCoreEdge, ownerOf } from "./scope.ts";

/** The core network that an edge is of. Its edges have one provider id, and it is the account's of the first of them. */
export interface CoreNetwork {
  readonly id: string;
  readonly arn: string;
  readonly globalNetworkId: string;
  readonly ownerId: string;
  readonly edges: readonly EstateGateway[];
}

/** Every core network of the estate. */
export function coreNetworksOf({ atlas }: World): readonly CoreNetwork[] {
  const byId = Map.groupBy(atlas.estate.gateways.filter(isCoreEdge), ({ providerId }) => providerId);
  return [...byId].map(([id, edges]) => {
    const ownerId = ownerOf(edges[0] ?? {});
    return {
      id,
      arn: networkManagerArn(ownerId, `core-network/${id}`),
      globalNetworkId: id.replace(/^(core-network-)?/, "global-network-"),
      ownerId,
      edges,
    };
  });
}

/** ARNs of Network Manager name no Region. */
export const networkManagerArn = (ownerId: string, resource: string): string =>
  `arn:aws:networkmanager::${ownerId}:${resource}`;

/** What a VPC's route and a VPN connection name as their target. */
export const coreNetworkArnOf = (edge: EstateGateway): string =>
  networkManagerArn(ownerOf(edge), `core-network/${edge.providerId}`);

/** A peering of a transit gateway with an edge of a core network: its two ends, each with its gateway. */
export interface CorePeering {
  readonly connection: EstateConnection;
  readonly edge: EstateGateway;
  readonly edgeEnd: EstateEnd;
  readonly tgw: EstateGateway;
  readonly tgwEnd: EstateEnd;
}

/** The peerings of transit gateways with core networks. What joins edges of one core network is part of it and no peering. */
export const corePeeringsOf = ({ atlas }: World): readonly CorePeering[] =>
  atlas.estate.connections.flatMap((connection) => {
    const { kind, a, b } = connection;
    if (kind !== "transit-peering") return [];
    return [
      [a, b],
      [b, a],
    ].flatMap(([edgeEnd = a, tgwEnd = b]) => {
      const [edge, tgw] = [atlas.gateways.get(edgeEnd.at), atlas.gateways.get(tgwEnd.at)];
      return edge && tgw?.cloud === "aws" && isCoreEdge(edge) && !isCoreEdge(tgw)
        ? [{ connection, edge, edgeEnd, tgw, tgwEnd }]
        : [];
    });
  });
