import type { EstateGateway } from "../../../estate/estate.ts";
import { ApiError } from "../../api-error.ts";
import { attachmentsOf } from "../attachments.ts";
import type { Describe } from "../describe.ts";
import type { Operation } from "../operation.ts";
import { ownerOf, type Scope, tgwsOf, visibleTgwsOf } from "../scope.ts";
import { freshId } from "./fresh-id.ts";
import { bury, ghostsOf } from "./ghosts.ts";
import { dropTags, putTags, tagsFacts, tagsIn, tagsXml } from "./tags.ts";
import { begin, isUnderWay, stop } from "./under-way.ts";

const CREATE_MS = 120_000;
const DELETE_MS = 60_000;
/** A private number, as EC2 takes it. */
const isAsn = (asn: number): boolean =>
  (asn >= 64_512 && asn <= 65_534) || (asn >= 4_200_000_000 && asn <= 4_294_967_294);

/** Transit gateways; each has the one route table that it is made with. */
export const transitGatewayOperations: Readonly<Record<string, Operation>> = {
  CreateTransitGateway(scope, parameters) {
    const asn = Number(parameters.text("Options.AmazonSideAsn") ?? "64512");
    if (!isAsn(asn))
      throw new ApiError("InvalidParameterValue", `Value (${asn}) for parameter amazonSideAsn is invalid.`);
    const tags = tagsIn(parameters, "transit-gateway");
    const { world, regionId, accountId } = scope;
    const id = freshId("tgw");
    const gateway: EstateGateway = {
      id,
      kind: "tgw",
      cloud: "aws",
      regionId,
      accountId,
      providerId: id,
      asn,
      tables: [freshId("tgw-rtb")],
    };
    world.change("CreateTransitGateway", () => world.built.gateways.put(id, gateway));
    putTags(world, id, tags);
    begin(world, id, CREATE_MS);
    return { transitGateway: describeTgw(scope, gateway).xml };
  },

  DeleteTransitGateway(scope, parameters) {
    const { world } = scope;
    const id = parameters.need("TransitGatewayId");
    const gateway = tgwsOf(scope).find(({ providerId }) => providerId === id);
    if (!gateway)
      throw new ApiError("InvalidTransitGatewayID.NotFound", `Transit Gateway ${id} was deleted or does not exist.`);
    if (!world.built.gateways.has(id))
      throw new ApiError(
        "OperationNotPermitted",
        `${id} belongs to the estate; the twin deletes only what was made in it.`,
      );
    const isHeld = [...attachmentsOf(scope), ...leavingAttachments(scope)].some((one) => one.transitGatewayId === id);
    if (isHeld) throw new ApiError("IncorrectState", `${id} has non-deleted attachments.`);
    const item = describeTgw(scope, gateway);
    stop(world, id);
    world.change("DeleteTransitGateway", () => {
      world.built.gateways.remove(id);
      for (const table of gateway.tables) world.routing.staticRoutes.delete(table);
    });
    dropTags(world, id);
    bury(scope, "DescribeTransitGateways", item, DELETE_MS);
    return { transitGateway: { ...item.xml, state: "deleting" } };
  },
};

/** Attachments that are still on their way out. */
const leavingAttachments = (scope: Scope): readonly { readonly transitGatewayId: unknown }[] =>
  ["DescribeTransitGatewayVpcAttachments", "DescribeTransitGatewayPeeringAttachments", "DescribeVpnConnections"]
    .flatMap((action) => ghostsOf(scope, action))
    .filter(({ xml }) => xml.state === "deleting")
    .map(({ xml }) => ({ transitGatewayId: xml.transitGatewayId }));

export const DescribeTransitGateways: Describe = (scope) => ({
  set: "transitGatewaySet",
  idParameter: "TransitGatewayIds",
  notFound: "InvalidTransitGatewayID.NotFound",
  items: visibleTgwsOf(scope).map((tgw) => describeTgw(scope, tgw)),
});

function describeTgw({ world }: Scope, tgw: EstateGateway) {
  const state = isUnderWay(world, tgw.id) ? "pending" : "available";
  return {
    id: tgw.providerId,
    xml: {
      transitGatewayId: tgw.providerId,
      transitGatewayArn: `arn:aws:ec2:${tgw.regionId}:${ownerOf(tgw)}:transit-gateway/${tgw.providerId}`,
      state,
      ownerId: ownerOf(tgw),
      options: {
        amazonSideAsn: tgw.asn,
        associationDefaultRouteTableId: tgw.tables[0],
        propagationDefaultRouteTableId: tgw.tables[0],
      },
      ...tagsXml(world, tgw.providerId, tgw.id),
    },
    facts: {
      "transit-gateway-id": tgw.providerId,
      state,
      "owner-id": ownerOf(tgw),
      "options.amazon-side-asn": String(tgw.asn),
      ...tagsFacts(world, tgw.providerId, tgw.id),
    },
  };
}
