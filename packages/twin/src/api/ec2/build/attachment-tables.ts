import type { World } from "../../../world/world.ts";
import { ApiError } from "../../api-error.ts";
import { type Attachment, attachmentsOf } from "../attachments.ts";
import type { Operation } from "../operation.ts";
import { type Scope, tgwsOf, type Xml } from "../scope.ts";
import { begin } from "./under-way.ts";
import { builtVpnsOf, putVpn, tunnelEndId } from "./vpn-records.ts";

const ASSOCIATE_MS = 10_000;

/** Nothing is propagated from an attachment any more. */
export function dropPropagations({ routing }: World, attachmentId: string): void {
  for (const key of routing.propagations) if (key.endsWith(`|${attachmentId}`)) routing.propagations.delete(key);
}

/** Which table of its transit gateway decides for what an attachment brings, and which learn from it. */
export const attachmentTableOperations: Readonly<Record<string, Operation>> = {
  AssociateTransitGatewayRouteTable(scope, parameters) {
    const { attachment, tableId } = linkIn(
      scope,
      parameters.need("TransitGatewayAttachmentId"),
      parameters.need("TransitGatewayRouteTableId"),
    );
    const id = attachment.transitGatewayAttachmentId;
    if (attachment.tableId !== "")
      throw new ApiError(
        "Resource.AlreadyAssociated",
        `Transit Gateway Attachment ${id} is already associated to a route table.`,
      );
    if (attachment.state !== "available") throw new ApiError("IncorrectState", `${id} is in invalid state`);
    begin(scope.world, associationOf(id), ASSOCIATE_MS);
    scope.world.change("AssociateTransitGatewayRouteTable", () => decideBy(scope, id, tableId));
    return answer(attachment, tableId, "associating");
  },

  DisassociateTransitGatewayRouteTable(scope, parameters) {
    const { attachment, tableId } = linkIn(
      scope,
      parameters.need("TransitGatewayAttachmentId"),
      parameters.need("TransitGatewayRouteTableId"),
    );
    const id = attachment.transitGatewayAttachmentId;
    if (attachment.tableId !== tableId)
      throw new ApiError(
        "InvalidAssociation.NotFound",
        `Transit Gateway Attachment ${id} is not associated to ${tableId}.`,
      );
    scope.world.change("DisassociateTransitGatewayRouteTable", () => decideBy(scope, id, ""));
    return answer(attachment, tableId, "disassociating");
  },

  GetTransitGatewayAttachmentPropagations(scope, parameters) {
    const id = parameters.need("TransitGatewayAttachmentId");
    const attachment = attachmentIn(scope, id);
    const tables = tgwsOf(scope).find(({ providerId }) => providerId === attachment.transitGatewayId)?.tables ?? [];
    const item = tables
      .filter((table) => scope.read.propagations.has(`${table}|${id}`))
      .map((transitGatewayRouteTableId) => ({ transitGatewayRouteTableId, state: "enabled" }));
    return { transitGatewayAttachmentPropagations: { item } };
  },
};

/** What happens to an attachment's association. */
export const associationOf = (attachmentId: string): string => `association|${attachmentId}`;

function attachmentIn(scope: Scope, id: string): Attachment {
  const found = attachmentsOf(scope).find((one) => one.transitGatewayAttachmentId === id);
  if (found) return found;
  throw new ApiError(
    "InvalidTransitGatewayAttachmentID.NotFound",
    `Transit Gateway Attachment ${id} was deleted or does not exist.`,
  );
}

function linkIn(
  scope: Scope,
  id: string,
  tableId: string,
): { readonly attachment: Attachment; readonly tableId: string } {
  const attachment = attachmentIn(scope, id);
  const tgw = tgwsOf(scope).find(({ providerId }) => providerId === attachment.transitGatewayId);
  if (tgw?.tables.includes(tableId)) return { attachment, tableId };
  throw new ApiError(
    "InvalidRouteTableID.NotFound",
    `Transit Gateway Route Table ${tableId} was deleted or does not exist.`,
  );
}

/** Another table decides from now on; `""` = none does, and what arrives is dropped. */
function decideBy(scope: Scope, attachmentId: string, tableId: string): void {
  const { world } = scope;
  const attached = world.built.attachments.values().find((one) => one.attachmentId === attachmentId);
  if (attached) {
    world.built.attachments.put(attached.networkId, { ...attached, gatewayTableId: tableId });
    return;
  }
  const vpn = builtVpnsOf(scope).find((one) => one.attachmentId === attachmentId);
  if (vpn) {
    putVpn(world, { ...vpn, tableId });
    vpn.tunnels.forEach((_, i) => {
      const end = world.built.tunnelEnds.get(tunnelEndId(vpn.id, i));
      if (end)
        world.built.tunnelEnds.put(end.id, {
          ...end,
          associatedTableId: tableId,
          announces: { ...end.announces, tableId },
        });
    });
    return;
  }
  const peering = world.built.peerings
    .values()
    .find(({ a, b }) => [a.attachmentId, b.attachmentId].includes(attachmentId));
  if (!peering)
    throw new ApiError(
      "OperationNotPermitted",
      `${attachmentId} belongs to the estate; the twin changes only what was made in it.`,
    );
  const side = peering.a.attachmentId === attachmentId ? "a" : "b";
  world.built.peerings.put(peering.id, { ...peering, [side]: { ...peering[side], associatedTableId: tableId } });
}

const answer = (
  { transitGatewayAttachmentId, resourceId, resourceType }: Attachment,
  tableId: string,
  state: string,
): Xml => ({
  association: {
    transitGatewayRouteTableId: tableId,
    transitGatewayAttachmentId,
    resourceId,
    resourceType,
    state,
  },
});
