import { attachmentsOf } from "./attachments.ts";
import { associationOf } from "./build/attachment-tables.ts";
import { tagsFacts, tagsXml } from "./build/tags.ts";
import { DescribeTransitGateways } from "./build/transit-gateways.ts";
import { isUnderWay } from "./build/under-way.ts";
import { DescribeTransitGatewayVpcAttachments } from "./build/vpc-attachments.ts";
import type { Describe } from "./describe.ts";
import { tgwsOf } from "./scope.ts";

/** Transit gateways, what is attached to them, and their route tables. */
export const tgwDescribers: Readonly<Record<string, Describe>> = {
  DescribeTransitGateways,
  DescribeTransitGatewayAttachments: (scope) => ({
    set: "transitGatewayAttachments",
    idParameter: "TransitGatewayAttachmentIds",
    notFound: "InvalidTransitGatewayAttachmentID.NotFound",
    items: attachmentsOf(scope).map(({ tableId, name, tags, ...attachment }) => {
      const id = attachment.transitGatewayAttachmentId;
      const state = isUnderWay(scope.world, associationOf(id)) ? "associating" : "associated";
      return {
        id,
        xml: {
          ...attachment,
          ...(tableId !== "" && { association: { transitGatewayRouteTableId: tableId, state } }),
          ...tagsXml(scope.world, id, name, tags),
        },
        facts: {
          "transit-gateway-attachment-id": id,
          "transit-gateway-id": attachment.transitGatewayId,
          "resource-type": attachment.resourceType,
          "resource-id": attachment.resourceId,
          "association.transit-gateway-route-table-id": tableId,
          "association.state": tableId === "" ? "disassociated" : state,
          state: attachment.state,
          ...tagsFacts(scope.world, id, name, tags),
        },
      };
    }),
  }),
  DescribeTransitGatewayVpcAttachments,
  DescribeTransitGatewayRouteTables: (scope) => ({
    set: "transitGatewayRouteTables",
    idParameter: "TransitGatewayRouteTableIds",
    notFound: "InvalidRouteTableID.NotFound",
    items: tgwsOf(scope).flatMap((tgw) =>
      tgw.tables.map((table, i) => ({
        id: table,
        xml: {
          transitGatewayRouteTableId: table,
          transitGatewayId: tgw.providerId,
          state: "available",
          defaultAssociationRouteTable: i === 0,
          defaultPropagationRouteTable: i === 0,
        },
        facts: {
          "transit-gateway-route-table-id": table,
          "transit-gateway-id": tgw.providerId,
          "default-association-route-table": String(i === 0),
          "default-propagation-route-table": String(i === 0),
          state: "available",
        },
      })),
    ),
  }),
};
