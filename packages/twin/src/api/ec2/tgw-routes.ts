import type { EstateGateway } from "../../estate/estate.ts";
import { contains, covers } from "../../world/prefix.ts";
import { type TableRoute, tgwRoutes } from "../../world/select-route.ts";
import { ApiError } from "../api-error.ts";
import { attachmentsOf, type Scope, tgwsOf } from "./describe.ts";
import type { Ec2Parameters } from "./parameters.ts";

type Xml = Readonly<Record<string, unknown>>;
type Operation = (scope: Scope, parameters: Ec2Parameters) => Xml;

const MAX_VISIBLE = 1_000;

/** Operations on the route tables of transit gateways. */
export const tgwRouteOperations: Readonly<Record<string, Operation>> = {
  SearchTransitGatewayRoutes(scope, parameters) {
    const { tgw, tableId } = tableOf(scope, parameters);
    const attachments = attachmentsOf(scope);
    const filters = parameters.filters();
    const found = tgwRoutes(scope.world.viewOf(tgw.id), tableId, scope.world.routing)
      .filter((route) => passes(route, filters, attachments))
      .slice(0, Number(parameters.text("MaxResults") ?? MAX_VISIBLE));
    return {
      routeSet: { item: found.map((route) => describeRoute(route, attachments)) },
      additionalRoutesAvailable: false,
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
    scope.world.change("CreateTransitGatewayRoute", tgw.id, prefix, tableId, () => table.set(prefix, attachmentId));
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
    scope.world.change("ReplaceTransitGatewayRoute", tgw.id, prefix, tableId, () => table.set(prefix, attachmentId));
    return routeAnswer(scope, prefix, attachmentId);
  },

  DeleteTransitGatewayRoute(scope, parameters) {
    const { tgw, tableId } = tableOf(scope, parameters);
    const prefix = cidrOf(parameters);
    const table = staticTable(scope, tableId);
    const attachmentId = table.get(prefix);
    if (attachmentId === undefined)
      throw new ApiError(
        "InvalidRoute.NotFound",
        `Route ${prefix} was not found in Transit Gateway Route Table ${tableId}`,
      );
    scope.world.change("DeleteTransitGatewayRoute", tgw.id, prefix, tableId, () => table.delete(prefix));
    return { route: { ...(routeAnswer(scope, prefix, attachmentId).route as Xml), state: "deleted" } };
  },

  EnableTransitGatewayRouteTablePropagation: (scope, parameters) => propagate(scope, parameters, true),
  DisableTransitGatewayRouteTablePropagation: (scope, parameters) => propagate(scope, parameters, false),

  GetTransitGatewayRouteTablePropagations(scope, parameters) {
    const { tableId } = tableOf(scope, parameters);
    const item = attachmentsOf(scope)
      .filter(({ transitGatewayAttachmentId }) =>
        scope.world.routing.propagations.has(`${tableId}|${transitGatewayAttachmentId}`),
      )
      .map(({ transitGatewayAttachmentId, resourceId, resourceType }) => ({
        transitGatewayAttachmentId,
        resourceId,
        resourceType,
        state: "enabled",
      }));
    return { transitGatewayRouteTablePropagations: { item } };
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

function tableOf(scope: Scope, parameters: Ec2Parameters): { readonly tgw: EstateGateway; readonly tableId: string } {
  const tableId = parameters.need("TransitGatewayRouteTableId");
  const tgw = tgwsOf(scope).find(({ tables }) => tables.includes(tableId));
  if (tgw) return { tgw, tableId };
  throw new ApiError(
    "InvalidRouteTableID.NotFound",
    `Transit Gateway Route Table ${tableId} was deleted or does not exist.`,
  );
}

function cidrOf(parameters: Ec2Parameters): string {
  const prefix = parameters.need("DestinationCidrBlock");
  if (/^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/.test(prefix)) return prefix;
  throw new ApiError(
    "InvalidParameterValue",
    `Value (${prefix}) for parameter destinationCidrBlock is invalid. This is not a valid CIDR block.`,
  );
}

function attachmentOf(scope: Scope, parameters: Ec2Parameters, tgw: EstateGateway): string {
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
  const key = `${tableId}|${attachmentId}`;
  const announced =
    scope.world.viewOf(tgw.id).links.find(({ own }) => own.attachmentId === attachmentId)?.other.announces ?? [];
  const write = (): void =>
    void (isOn ? scope.world.routing.propagations.add(key) : scope.world.routing.propagations.delete(key));
  // One entry a prefix in the log: the switch is thrown with the first, the others see its effect through before-images taken here.
  const [first = "0.0.0.0/0"] = announced;
  scope.world.change(
    isOn ? "EnableTransitGatewayRouteTablePropagation" : "DisableTransitGatewayRouteTablePropagation",
    tgw.id,
    first,
    tableId,
    write,
  );
  return {
    propagation: {
      transitGatewayAttachmentId: attachmentId,
      transitGatewayRouteTableId: tableId,
      state: isOn ? "enabled" : "disabled",
    },
  };
}

type Attachments = ReturnType<typeof attachmentsOf>;

function passes(route: TableRoute, filters: ReadonlyMap<string, readonly string[]>, attachments: Attachments): boolean {
  const attachment = attachments.find((one) => one.transitGatewayAttachmentId === route.attachmentId);
  return [...filters].every(([name, values]) => {
    switch (name) {
      case "type":
        return values.includes(route.type);
      case "state":
        return values.includes("active");
      case "route-search.exact-match":
        return values.includes(route.prefix);
      case "route-search.longest-prefix-match":
        return values.some((value) => contains(route.prefix, value.split("/")[0] ?? ""));
      case "route-search.subnet-of-match":
        return values.some((value) => covers(value, route.prefix));
      case "route-search.supernet-of-match":
        return values.some((value) => covers(route.prefix, value));
      case "attachment.transit-gateway-attachment-id":
        return values.includes(route.attachmentId);
      case "attachment.resource-type":
        return values.includes(attachment?.resourceType ?? "");
      case "attachment.resource-id":
        return values.includes(attachment?.resourceId ?? "");
      default:
        throw new ApiError("InvalidParameterValue", `The filter '${name}' is invalid`);
    }
  });
}

const describeRoute = ({ prefix, type, attachmentId }: TableRoute, attachments: Attachments): Xml => {
  const attachment = attachments.find((one) => one.transitGatewayAttachmentId === attachmentId);
  return {
    destinationCidrBlock: prefix,
    transitGatewayAttachments: {
      item: [
        {
          transitGatewayAttachmentId: attachmentId,
          resourceType: attachment?.resourceType,
          resourceId: attachment?.resourceId,
        },
      ],
    },
    type,
    state: "active",
  };
};

const routeAnswer = (scope: Scope, prefix: string, attachmentId: string): Readonly<Record<"route", Xml>> => ({
  route: describeRoute({ prefix, type: "static", attachmentId, nextHop: undefined }, attachmentsOf(scope)),
});
