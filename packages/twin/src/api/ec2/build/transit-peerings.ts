import type { EstateGateway } from "../../../estate/estate.ts";
import type { Peering } from "../../../world/built/built-parts.ts";
import { ApiError } from "../../api-error.ts";
import type { Described } from "../describe.ts";
import type { Operation } from "../operation.ts";
import { isOwn, ownerOf, type Scope, tgwsOf } from "../scope.ts";
import { freshId } from "./fresh-id.ts";
import { bury } from "./ghosts.ts";
import { dropTags, putTags, tagsFacts, tagsIn, tagsXml } from "./tags.ts";
import { begin, isUnderWay, stop } from "./under-way.ts";
import { builtPeeringsOf } from "./vpc-peerings.ts";

const ACCEPT_MS = 120_000;
const DELETE_MS = 60_000;

/** Peerings of transit gateways: asked for, accepted on the other side, and without a table on either until it is given one. */
export const transitPeeringOperations: Readonly<Record<string, Operation>> = {
  CreateTransitGatewayPeeringAttachment(scope, parameters) {
    const { world } = scope;
    const own = tgwIn(scope, parameters.need("TransitGatewayId"));
    const there = { ...scope, accountId: parameters.need("PeerAccountId"), regionId: parameters.need("PeerRegion") };
    const peer = tgwIn(there, parameters.need("PeerTransitGatewayId"));
    if ([own, peer].some(({ id }) => isUnderWay(world, id)))
      throw new ApiError("IncorrectState", `${own.providerId} or ${peer.providerId} is in invalid state`);
    const tags = tagsIn(parameters, "transit-gateway-attachment");
    const id = freshId("tgw-attach");
    const peering: Peering = {
      id,
      kind: "transit-peering",
      state: "pending-acceptance",
      a: { at: own.id, attachmentId: id, associatedTableId: "" },
      b: { at: peer.id, attachmentId: freshId("tgw-attach"), associatedTableId: "" },
      providerId: id,
    };
    world.change("CreateTransitGatewayPeeringAttachment", () => world.built.peerings.put(id, peering));
    putTags(world, id, tags);
    return { transitGatewayPeeringAttachment: describeTransitPeering(scope, peering).xml };
  },

  AcceptTransitGatewayPeeringAttachment(scope, parameters) {
    const { world } = scope;
    const peering = peeringIn(scope, parameters.need("TransitGatewayAttachmentId"));
    const accepter = world.atlas.gateways.get(peering.b.at) as EstateGateway;
    if (
      accepter.regionId !== scope.regionId ||
      !isOwn(accepter, scope) ||
      stateOf(scope, peering) !== "pendingAcceptance"
    )
      throw new ApiError("IncorrectState", `${peering.id} is in invalid state`);
    begin(world, peering.id, ACCEPT_MS, () =>
      world.change("AcceptTransitGatewayPeeringAttachment", () =>
        world.built.peerings.put(peering.id, { ...peering, state: "active" }),
      ),
    );
    return { transitGatewayPeeringAttachment: describeTransitPeering(scope, peering).xml };
  },

  DeleteTransitGatewayPeeringAttachment(scope, parameters) {
    const { world } = scope;
    const peering = peeringIn(scope, parameters.need("TransitGatewayAttachmentId"));
    const item = describeTransitPeering(scope, peering);
    bury(scope, "DescribeTransitGatewayPeeringAttachments", item, DELETE_MS);
    stop(world, peering.id);
    world.change("DeleteTransitGatewayPeeringAttachment", () => void world.built.peerings.remove(peering.id));
    dropTags(world, peering.id);
    return { transitGatewayPeeringAttachment: { ...item.xml, state: "deleting" } };
  },
};

function tgwIn(scope: Scope, id: string): EstateGateway {
  const found = tgwsOf(scope).find(({ providerId }) => providerId === id);
  if (found) return found;
  throw new ApiError("InvalidTransitGatewayID.NotFound", `Transit Gateway ${id} was deleted or does not exist.`);
}

function peeringIn(scope: Scope, id: string): Peering {
  const found = builtPeeringsOf(scope, "transit-peering").find(({ a, b }) =>
    [a.attachmentId, b.attachmentId].includes(id),
  );
  if (found) return found;
  throw new ApiError(
    "InvalidTransitGatewayAttachmentID.NotFound",
    `Transit Gateway Attachment ${id} was deleted or does not exist.`,
  );
}

/** In the words of transit gateways' attachments. */
export const stateOf = ({ world }: Pick<Scope, "world">, { id, state }: Peering): string =>
  state === "active" ? "available" : isUnderWay(world, id) ? "pending" : "pendingAcceptance";

export function describeTransitPeering(scope: Scope, peering: Peering): Described {
  const { world } = scope;
  const { id, a, b } = peering;
  const [requester, accepter] = [a, b].map(({ at }) => world.atlas.gateways.get(at) as EstateGateway) as [
    EstateGateway,
    EstateGateway,
  ];
  const state = stateOf(scope, peering);
  const isRequester = requester.regionId === scope.regionId && isOwn(requester, scope);
  return {
    id: (isRequester ? a.attachmentId : b.attachmentId) ?? id,
    xml: {
      transitGatewayAttachmentId: a.attachmentId,
      accepterTransitGatewayAttachmentId: b.attachmentId,
      requesterTgwInfo: tgwInfo(requester),
      accepterTgwInfo: tgwInfo(accepter),
      status: { code: state },
      state,
      ...tagsXml(world, id, id),
    },
    facts: {
      "transit-gateway-attachment-id": (isRequester ? a.attachmentId : b.attachmentId) ?? id,
      "transit-gateway-id": isRequester ? requester.providerId : accepter.providerId,
      state,
      ...tagsFacts(world, id, id),
    },
  };
}

const tgwInfo = (gateway: EstateGateway) => ({
  transitGatewayId: gateway.providerId,
  ownerId: ownerOf(gateway),
  region: gateway.regionId,
});
