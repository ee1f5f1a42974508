import type { Describe } from "./describe.ts";
import { attachmentsOf, ownerOf, tagFacts, tagSet, tgwsOf, visibleTgwsOf } from "./scope.ts";

/** Transit gateways, what is attached to them, and their route tables. */
export const tgwDescribers: Readonly<Record<string, Describe>> = {
  DescribeTransitGateways: (scope) => ({
    set: "transitGatewaySet",
    idParameter: "TransitGatewayIds",
    notFound: "InvalidTransitGatewayID.NotFound",
    items: visibleTgwsOf(scope).map((tgw) => ({
      id: tgw.providerId,
      xml: {
        transitGatewayId: tgw.providerId,
        transitGatewayArn: `arn:aws:ec2:${tgw.regionId}:${ownerOf(tgw)}:transit-gateway/${tgw.providerId}`,
        state: "available",
        ownerId: ownerOf(tgw),
        options: {
          amazonSideAsn: tgw.asn,
          associationDefaultRouteTableId: tgw.tables[0],
          propagationDefaultRouteTableId: tgw.tables[0],
        },
        ...tagSet(tgw.id),
      },
      facts: {
        "transit-gateway-id": tgw.providerId,
        state: "available",
        "owner-id": ownerOf(tgw),
        "options.amazon-side-asn": String(tgw.asn),
        ...tagFacts(tgw.id),
      },
    })),
  }),
  DescribeTransitGatewayAttachments: (scope) => ({
    set: "transitGatewayAttachments",
    idParameter: "TransitGatewayAttachmentIds",
    notFound: "InvalidTransitGatewayAttachmentID.NotFound",
    items: attachmentsOf(scope).map(({ tableId, name, tags, ...attachment }) => ({
      id: attachment.transitGatewayAttachmentId,
      xml: {
        ...attachment,
        state: "available",
        association: { transitGatewayRouteTableId: tableId, state: "associated" },
        ...tagSet(name, tags),
      },
      facts: {
        "transit-gateway-attachment-id": attachment.transitGatewayAttachmentId,
        "transit-gateway-id": attachment.transitGatewayId,
        "resource-type": attachment.resourceType,
        "resource-id": attachment.resourceId,
        "association.transit-gateway-route-table-id": tableId,
        "association.state": "associated",
        state: "available",
        ...tagFacts(name, tags),
      },
    })),
  }),
  DescribeTransitGatewayVpcAttachments: (scope) => ({
    set: "transitGatewayVpcAttachments",
    idParameter: "TransitGatewayAttachmentIds",
    notFound: "InvalidTransitGatewayAttachmentID.NotFound",
    items: attachmentsOf(scope)
      .filter(({ resourceType }) => resourceType === "vpc")
      .map(({ transitGatewayAttachmentId, transitGatewayId, resourceId }) => ({
        id: transitGatewayAttachmentId,
        xml: {
          transitGatewayAttachmentId,
          transitGatewayId,
          vpcId: resourceId,
          state: "available",
          subnetIds: { item: [resourceId.replace(/^vpc-/, "subnet-")] },
        },
        facts: {
          "transit-gateway-attachment-id": transitGatewayAttachmentId,
          "transit-gateway-id": transitGatewayId,
          "vpc-id": resourceId,
          state: "available",
        },
      })),
  }),
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
