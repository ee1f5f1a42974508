import { ApiError } from "../../api-error.ts";
import { type Attachment, attachmentsOf } from "../attachments.ts";
import type { Describe, Described } from "../describe.ts";
import type { Operation } from "../operation.ts";
import { type Scope, subnetIdsOf, visibleTgwsOf, vpcsOf } from "../scope.ts";
import { dropPropagations } from "./attachment-tables.ts";
import { freshId } from "./fresh-id.ts";
import { bury } from "./ghosts.ts";
import { dropTags, putTags, tagsFacts, tagsIn, tagsXml } from "./tags.ts";
import { begin, isUnderWay, stop } from "./under-way.ts";

const CREATE_MS = 60_000;
const DELETE_MS = 60_000;

/** Attachments of VPCs to transit gateways. A VPC of the twin has one at a time; real ones have one for each gateway. */
export const vpcAttachmentOperations: Readonly<Record<string, Operation>> = {
  CreateTransitGatewayVpcAttachment(scope, parameters) {
    const { world } = scope;
    const [transitGatewayId, vpcId] = [parameters.need("TransitGatewayId"), parameters.need("VpcId")];
    const gateway = visibleTgwsOf(scope).find(({ providerId }) => providerId === transitGatewayId);
    if (!gateway)
      throw new ApiError(
        "InvalidTransitGatewayID.NotFound",
        `Transit Gateway ${transitGatewayId} was deleted or does not exist.`,
      );
    const network = vpcsOf(scope).find(({ providerId }) => providerId === vpcId);
    if (!network) throw new ApiError("InvalidVpcID.NotFound", `The vpc ID '${vpcId}' does not exist`);
    if (isUnderWay(world, gateway.id)) throw new ApiError("IncorrectState", `${transitGatewayId} is in invalid state`);
    if (network.gatewayId === gateway.id)
      throw new ApiError(
        "DuplicateTransitGatewayAttachment",
        `${transitGatewayId} has non-deleted attachment for ${vpcId}.`,
      );
    if (network.gatewayId !== undefined)
      throw new ApiError("TransitGatewayAttachmentLimitExceeded", `${vpcId} is attached to another transit gateway.`);
    const subnetIds = parameters.list("SubnetIds");
    const known = subnetIdsOf(network);
    const foreign = subnetIds.find((id) => !known.includes(id));
    if (subnetIds.length === 0)
      throw new ApiError("MissingParameter", "The request must contain the parameter SubnetIds");
    if (foreign !== undefined)
      throw new ApiError("InvalidSubnetID.NotFound", `The subnet ID '${foreign}' does not exist in ${vpcId}`);
    const tags = tagsIn(parameters, "transit-gateway-attachment");
    const attachmentId = freshId("tgw-attach");
    const attachment = { networkId: network.id, gatewayId: gateway.id, attachmentId };
    // no table decides for it, and none learns of it, until it is available
    world.change("CreateTransitGatewayVpcAttachment", () =>
      world.built.attachments.put(network.id, { ...attachment, gatewayTableId: "" }),
    );
    putTags(world, attachmentId, tags);
    begin(world, attachmentId, CREATE_MS, () => {
      const [tableId = ""] = gateway.tables;
      world.change("CreateTransitGatewayVpcAttachment", () => {
        world.built.attachments.put(network.id, { ...attachment, gatewayTableId: tableId });
        world.routing.propagations.add(`${tableId}|${attachmentId}`);
      });
    });
    return { transitGatewayVpcAttachment: shown(scope, attachmentId).xml };
  },

  DeleteTransitGatewayVpcAttachment(scope, parameters) {
    const { world } = scope;
    const id = parameters.need("TransitGatewayAttachmentId");
    const item = shown(scope, id);
    const attached = world.built.attachments.values().find(({ attachmentId }) => attachmentId === id);
    if (!attached)
      throw new ApiError(
        "OperationNotPermitted",
        `${id} belongs to the estate; the twin deletes only what was made in it.`,
      );
    stop(world, id);
    world.change("DeleteTransitGatewayVpcAttachment", () => {
      world.built.attachments.remove(attached.networkId);
      dropPropagations(world, id);
    });
    dropTags(world, id);
    bury(scope, "DescribeTransitGatewayVpcAttachments", item, DELETE_MS);
    return { transitGatewayVpcAttachment: { ...item.xml, state: "deleting" } };
  },
};

export const DescribeTransitGatewayVpcAttachments: Describe = (scope) => ({
  set: "transitGatewayVpcAttachments",
  idParameter: "TransitGatewayAttachmentIds",
  notFound: "InvalidTransitGatewayAttachmentID.NotFound",
  items: vpcAttachmentsOf(scope).map((attachment) => describeAttachment(scope, attachment)),
});

const vpcAttachmentsOf = (scope: Scope): readonly Attachment[] =>
  attachmentsOf(scope).filter(({ resourceType }) => resourceType === "vpc");

function shown(scope: Scope, id: string): Described {
  const found = vpcAttachmentsOf(scope).find((one) => one.transitGatewayAttachmentId === id);
  if (found) return describeAttachment(scope, found);
  throw new ApiError(
    "InvalidTransitGatewayAttachmentID.NotFound",
    `Transit Gateway Attachment ${id} was deleted or does not exist.`,
  );
}

function describeAttachment({ world }: Scope, attachment: Attachment): Described {
  const { transitGatewayAttachmentId, transitGatewayId, resourceId, state, name, tags } = attachment;
  return {
    id: transitGatewayAttachmentId,
    xml: {
      transitGatewayAttachmentId,
      transitGatewayId,
      vpcId: resourceId,
      vpcOwnerId: attachment.resourceOwnerId,
      state,
      subnetIds: { item: [resourceId.replace(/^vpc-/, "subnet-")] },
      ...tagsXml(world, transitGatewayAttachmentId, name, tags),
    },
    facts: {
      "transit-gateway-attachment-id": transitGatewayAttachmentId,
      "transit-gateway-id": transitGatewayId,
      "vpc-id": resourceId,
      state,
      ...tagsFacts(world, transitGatewayAttachmentId, name, tags),
    },
  };
}
