import type { EstateNetwork } from "../../../estate/estate.ts";
import type { Peering } from "../../../world/built/built-parts.ts";
import { ApiError } from "../../api-error.ts";
import type { Described } from "../describe.ts";
import type { Operation } from "../operation.ts";
import { isOwn, ownerOf, type Scope, vpcsOf } from "../scope.ts";
import { freshId } from "./fresh-id.ts";
import { bury } from "./ghosts.ts";
import { dropTags, putTags, tagsFacts, tagsIn, tagsXml } from "./tags.ts";
import { begin, isUnderWay, stop } from "./under-way.ts";

const ACCEPT_MS = 10_000;

/** Peerings of VPCs: nothing passes before the other owner, in its own Region, has accepted. */
export const vpcPeeringOperations: Readonly<Record<string, Operation>> = {
  CreateVpcPeeringConnection(scope, parameters) {
    const { world, accountId, regionId } = scope;
    const [vpcId, peerVpcId] = [parameters.need("VpcId"), parameters.need("PeerVpcId")];
    const own = vpcsOf(scope).find(({ providerId }) => providerId === vpcId);
    if (!own) throw new ApiError("InvalidVpcID.NotFound", `The vpc ID '${vpcId}' does not exist`);
    const there = {
      ...scope,
      accountId: parameters.text("PeerOwnerId") ?? accountId,
      regionId: parameters.text("PeerRegion") ?? regionId,
    };
    const peer = vpcsOf(there).find(({ providerId }) => providerId === peerVpcId);
    if (!peer) throw new ApiError("InvalidVpcID.NotFound", `The vpc ID '${peerVpcId}' does not exist`);
    const tags = tagsIn(parameters, "vpc-peering-connection");
    const id = freshId("pcx");
    const peering: Peering = {
      id,
      kind: "peering",
      state: "pending-acceptance",
      a: { at: own.id },
      b: { at: peer.id },
      providerId: id,
    };
    world.change("CreateVpcPeeringConnection", () => world.built.peerings.put(id, peering));
    putTags(world, id, tags);
    return { vpcPeeringConnection: describePeering(scope, peering).xml };
  },

  AcceptVpcPeeringConnection(scope, parameters) {
    const { world } = scope;
    const id = parameters.need("VpcPeeringConnectionId");
    const peering = peeringIn(scope, id);
    const accepter = world.atlas.networks.get(peering.b.at) as EstateNetwork;
    if (accepter.regionId !== scope.regionId || !isOwn(accepter, scope))
      throw new ApiError("OperationNotPermitted", `User ${scope.accountId} cannot accept peering ${id}`);
    if (codeOf(scope, peering) !== "pending-acceptance")
      throw new ApiError("InvalidStateTransition", `${id} is not in pending-acceptance state.`);
    begin(world, id, ACCEPT_MS, () =>
      world.change("AcceptVpcPeeringConnection", () => world.built.peerings.put(id, { ...peering, state: "active" })),
    );
    return { vpcPeeringConnection: describePeering(scope, peering).xml };
  },

  DeleteVpcPeeringConnection(scope, parameters) {
    const { world } = scope;
    const id = parameters.need("VpcPeeringConnectionId");
    const peering = peeringIn(scope, id);
    bury(scope, "DescribeVpcPeeringConnections", describePeering(scope, peering), 0);
    stop(world, id);
    world.change("DeleteVpcPeeringConnection", () => void world.built.peerings.remove(id));
    dropTags(world, id);
    return { return: true };
  },
};

/** What was made and has an end in the account and Region that asks. */
export const builtPeeringsOf = (scope: Scope, kind: Peering["kind"]): readonly Peering[] =>
  scope.world.built.peerings.values().filter((peering) => {
    const ends = [peering.a.at, peering.b.at].map(
      (at) => scope.world.atlas.networks.get(at) ?? scope.world.atlas.gateways.get(at),
    );
    return (
      peering.kind === kind &&
      ends.some((end) => end?.cloud === "aws" && end.regionId === scope.regionId && isOwn(end, scope))
    );
  });

function peeringIn(scope: Scope, id: string): Peering {
  const found = builtPeeringsOf(scope, "peering").find((one) => one.id === id);
  if (found) return found;
  throw new ApiError("InvalidVpcPeeringConnectionID.NotFound", `The vpcPeeringConnection ID '${id}' does not exist`);
}

const codeOf = ({ world }: Scope, { id, state }: Peering): string =>
  state === "active" ? "active" : isUnderWay(world, id) ? "provisioning" : "pending-acceptance";

export function describePeering(scope: Scope, peering: Peering): Described {
  const { world } = scope;
  const { id, a, b } = peering;
  const [requester, accepter] = [a, b].map(({ at }) => world.atlas.networks.get(at) as EstateNetwork) as [
    EstateNetwork,
    EstateNetwork,
  ];
  const code = codeOf(scope, peering);
  return {
    id,
    xml: {
      vpcPeeringConnectionId: id,
      requesterVpcInfo: vpcInfo(requester),
      accepterVpcInfo: vpcInfo(accepter),
      status: { code, message: code },
      ...tagsXml(world, id, id),
    },
    facts: {
      "vpc-peering-connection-id": id,
      "requester-vpc-info.vpc-id": requester.providerId ?? requester.id,
      "accepter-vpc-info.vpc-id": accepter.providerId ?? accepter.id,
      "status-code": code,
      ...tagsFacts(world, id, id),
    },
  };
}

const vpcInfo = (network: EstateNetwork) => ({
  ownerId: ownerOf(network),
  vpcId: network.providerId ?? network.id,
  region: network.regionId,
  cidrBlock: network.cidrs[0],
  cidrBlockSet: { item: network.cidrs.map((cidrBlock) => ({ cidrBlock })) },
});
