import type { EstateGateway } from "../../estate/estate.ts";
import { BLACKHOLE, tgwRoutes } from "../../world/select-route.ts";
import { ApiError } from "../api-error.ts";
import { type Attachment, attachmentsOf } from "./attachments.ts";
import type { Operation } from "./operation.ts";
import { cidrOf, type Ec2Parameters, pageOf } from "./parameters.ts";
import { type Scope, tgwsOf, type Xml } from "./scope.ts";
import { describeRoute, searchRoutes } from "./search-routes.ts";

/** Operations on the route tables of transit gateways. */
export const tgwRouteOperations: Readonly<Record<string, Operation>> = {
  SearchTransitGatewayRoutes(scope, parameters) {
    const { tgw, tableId } = tableOf(scope, parameters);
    const filters = parameters.filters();
    if (filters.size === 0) throw new ApiError("MissingParameter", "The request must contain the parameter Filters");
    const attachments = attachmentsOf(scope);
    const found = searchRoutes(tgwRoutes(scope.world.viewOf(tgw.id), tableId, scope.read), filters, attachments);
    const { page, nextToken } = pageOf(found, parameters);
    return {
      routeSet: { item: page.map((route) => describeRoute(route, attachments)) },
      additionalRoutesAvailable: nextToken !== undefined,
      ...(nextToken !== undefined && { nextToken }),
    };
  },

  CreateTransitGatewayRoute(scope, parameters) {
    const { tgw, tableId } = tableOf(scope, parameters);
    const prefix = cidrOf(parameters);
    const attachmentId = attachmentOf(scope, parameters, tgw);
    const table = staticTable(scope, tableId);
    if (table.has(prefix))
      throw new ApiError(
        "RouteAlreadyExists",
        `Route for ${prefix} already exists in Transit Gateway Route Table ${tableId}`,
      );
    scope.world.change("CreateTransitGatewayRoute", () => table.set(prefix, attachmentId));
    return routeAnswer(scope, prefix, attachmentId);
  },

  ReplaceTransitGatewayRoute(scope, parameters) {
    const { tgw, tableId } = tableOf(scope, parameters);
    const prefix = cidrOf(parameters);
    const attachmentId = attachmentOf(scope, parameters, tgw);
    const table = staticTable(scope, tableId);
    if (!table.has(prefix))
      throw new ApiError(
        "InvalidRoute.NotFound",
        `Route ${prefix} was not found in Transit Gateway Route Table ${tableId}`,
      );
    scope.world.change("ReplaceTransitGatewayRoute", () => table.set(prefix, attachmentId));
    return routeAnswer(scope, prefix, attachmentId);
  },

  DeleteTransitGatewayRoute(scope, parameters) {
    const { tableId } = tableOf(scope, parameters);
    const prefix = cidrOf(parameters);
    const table = staticTable(scope, tableId);
    const attachmentId = table.get(prefix);
    if (attachmentId === undefined)
      throw new ApiError(
        "InvalidRoute.NotFound",
        `Route ${prefix} was not found in Transit Gateway Route Table ${tableId}`,
      );
    scope.world.change("DeleteTransitGatewayRoute", () => table.delete(prefix));
    return { route: { ...(routeAnswer(scope, prefix, attachmentId).route as Xml), state: "deleted" } };
  },

  EnableTransitGatewayRouteTablePropagation: (scope, parameters) => propagate(scope, parameters, true),
  DisableTransitGatewayRouteTablePropagation: (scope, parameters) => propagate(scope, parameters, false),

  GetTransitGatewayRouteTablePropagations(scope, parameters) {
    const { tableId } = tableOf(scope, parameters);
    const isWanted = attachmentFilter(parameters);
    const on = attachmentsOf(scope).filter(
      (one) => scope.read.propagations.has(`${tableId}|${one.transitGatewayAttachmentId}`) && isWanted(one),
    );
    const { page, nextToken } = pageOf(on, parameters);
    const item = page.map(({ transitGatewayAttachmentId, resourceId, resourceType }) => ({
      transitGatewayAttachmentId,
      resourceId,
      resourceType,
      state: "enabled",
    }));
    return { transitGatewayRouteTablePropagations: { item }, ...(nextToken !== undefined && { nextToken }) };
  },

  GetTransitGatewayRouteTableAssociations(scope, parameters) {
    const { tableId } = tableOf(scope, parameters);
    const item = attachmentsOf(scope)
      .filter((attachment) => attachment.tableId === tableId)
      .map(({ transitGatewayAttachmentId, resourceId, resourceType }) => ({
        transitGatewayAttachmentId,
        resourceId,
        resourceType,
        state: "associated",
      }));
    return { associations: { item } };
  },
};

/** What the filters of a list of attachments leave. @throws ApiError for a filter it does not have */
function attachmentFilter(parameters: Ec2Parameters): (attachment: Attachment) => boolean {
  const facts: Readonly<Record<string, keyof Attachment>> = {
    "transit-gateway-attachment-id": "transitGatewayAttachmentId",
    "resource-id": "resourceId",
    "resource-type": "resourceType",
  };
  const checks = [...parameters.filters()].map(([name, values]) => {
    const fact = facts[name];
    if (fact === undefined) throw new ApiError("InvalidParameterValue", `The filter '${name}' is invalid`);
    return (attachment: Attachment) => values.includes(String(attachment[fact]));
  });
  return (attachment) => checks.every((isMatch) => isMatch(attachment));
}

function tableOf(scope: Scope, parameters: Ec2Parameters): { readonly tgw: EstateGateway; readonly tableId: string } {
  const tableId = parameters.need("TransitGatewayRouteTableId");
  const tgw = tgwsOf(scope).find(({ tables }) => tables.includes(tableId));
  if (tgw) return { tgw, tableId };
  throw new ApiError(
    "InvalidRouteTableID.NotFound",
    `Transit Gateway Route Table ${tableId} was deleted or does not exist.`,
  );
}

function attachmentOf(scope: Scope, parameters: Ec2Parameters, tgw: EstateGateway): string {
  if (parameters.text("Blackhole") === "true") return BLACKHOLE;
  const id = parameters.need("TransitGatewayAttachmentId");
  const attachment = attachmentsOf(scope).find(
    (one) => one.transitGatewayAttachmentId === id && one.transitGatewayId === tgw.providerId,
  );
  if (!attachment)
    throw new ApiError(
      "InvalidTransitGatewayAttachmentID.NotFound",
      `Transit Gateway Attachment ${id} was deleted or does not exist.`,
    );
  // Static routes name VPC, VPN and peering attachments; Direct Connect gateways only by propagation (clouds.md 14.13).
  if (attachment.resourceType === "direct-connect-gateway")
    throw new ApiError(
      "IncorrectState",
      `${id} is a Direct Connect gateway attachment; static routes to it are not supported.`,
    );
  return id;
}

function staticTable({ world }: Scope, tableId: string): Map<string, string> {
  const known = world.routing.staticRoutes.get(tableId);
  if (known) return known;
  const made = new Map<string, string>();
  world.routing.staticRoutes.set(tableId, made);
  return made;
}

function propagate(scope: Scope, parameters: Ec2Parameters, isOn: boolean): Xml {
  const { tgw, tableId } = tableOf(scope, parameters);
  const attachmentId = parameters.need("TransitGatewayAttachmentId");
  const attachment = attachmentsOf(scope).find(
    (one) => one.transitGatewayAttachmentId === attachmentId && one.transitGatewayId === tgw.providerId,
  );
  if (!attachment)
    throw new ApiError(
      "InvalidTransitGatewayAttachmentID.NotFound",
      `Transit Gateway Attachment ${attachmentId} was deleted or does not exist.`,
    );
  const { propagations } = scope.world.routing;
  const key = `${tableId}|${attachmentId}`;
  if (propagations.has(key) === isOn)
    throw new ApiError(
      `TransitGatewayRouteTablePropagation.${isOn ? "Duplicate" : "NotFound"}`,
      `Propagation ${attachmentId} ${isOn ? "already exists" : "does not exist"} in Transit Gateway Route Table ${tableId}.`,
    );
  scope.world.change(`${isOn ? "Enable" : "Disable"}TransitGatewayRouteTablePropagation`, () => {
    if (isOn) propagations.add(key);
    else propagations.delete(key);
  });
  return {
    propagation: {
      transitGatewayAttachmentId: attachmentId,
      transitGatewayRouteTableId: tableId,
      resourceId: attachment.resourceId,
      resourceType: attachment.resourceType,
      state: isOn ? "enabled" : "disabled",
    },
  };
}

const routeAnswer = (scope: Scope, prefix: string, attachmentId: string): Readonly<Record<"route", Xml>> => ({
  route: describeRoute({ prefix, type: "static", attachmentId }, attachmentsOf(scope)),
});
