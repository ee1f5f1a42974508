import type { RouteCall, RouteConfig, RouteIntent } from "@skylane/core";
import { forPeople, shortName } from "../../_shared/routes/fit.ts";
import { before } from "../../_shared/routes/markers.ts";
import { command, pin, scriptOf } from "../../_shared/routes/shell.ts";
import { resourceName, terraformDocument } from "../../_shared/routes/terraform.ts";

/** What a static route of a transit gateway is made of, checked. */
export interface TgwTarget {
  readonly regionId: string;
  readonly tableId: string;
  readonly attachmentId: string;
  /** Attachments of the other links: a static route to one of them may be replaced. */
  readonly otherIds: readonly string[];
  readonly prefixes: readonly string[];
}

/** A1: a static route for each prefix, which beats all that is propagated for the same prefix. */
export function tgwStatic(intent: RouteIntent, target: TgwTarget): RouteConfig {
  const { regionId, tableId, attachmentId, prefixes } = target;
  const scripts = prefixes.map((prefix) => pinPrefix(shortName(intent.id), prefix, target));
  return {
    intentId: intent.id,
    cloud: intent.cloud,
    mechanism: "tgw-route",
    summary: `In ${tableId} (${regionId}) send ${prefixes.join(", ")} to ${attachmentId} (${forPeople(intent.links[0]?.connectionId ?? "")}) by static routes.`,
    terraform: terraformDocument({
      provider: "aws",
      settings: { region: regionId },
      resources: {
        aws_ec2_transit_gateway_route: Object.fromEntries(
          prefixes.map((prefix) => [
            resourceName(prefix),
            {
              transit_gateway_route_table_id: tableId,
              destination_cidr_block: prefix,
              transit_gateway_attachment_id: attachmentId,
            },
          ]),
        ),
      },
    }),
    scripts: [scriptOf("aws", scripts)],
    calls: prefixes.map((prefix) => callOf(prefix, target)),
    notes: [
      "A static route stays active when its VPN is dead: it removes BGP's own protection. Give it a lease, and let a watchdog that is not its maker delete it.",
      "It moves these prefixes only: a more specific route in the table still goes where it points.",
      "It is AWS's half. Change the other side's preference in the same window, or the answers come back another way.",
      "Terraform makes the routes; where a static route for the prefix is there already, import it first as <table>_<prefix>.",
    ],
  };
}

function callOf(prefix: string, { tableId, attachmentId }: TgwTarget): RouteCall {
  const route = { TransitGatewayRouteTableId: tableId, DestinationCidrBlock: prefix };
  return {
    operation: "ec2:CreateTransitGatewayRoute",
    input: { ...route, TransitGatewayAttachmentId: attachmentId, $ifPresent: "ec2:ReplaceTransitGatewayRoute" },
    readBack: {
      operation: "ec2:SearchTransitGatewayRoutes",
      input: {
        TransitGatewayRouteTableId: tableId,
        Filters: [
          { Name: "route-search.exact-match", Values: [prefix] },
          { Name: "type", Values: ["static"] },
        ],
      },
      expect: `one route of type static, state active, to ${attachmentId}`,
    },
    undo: {
      operation: "ec2:DeleteTransitGatewayRoute",
      input: {
        ...route,
        $ifBefore: {
          operation: "ec2:ReplaceTransitGatewayRoute",
          input: {
            ...route,
            TransitGatewayAttachmentId: before("Routes[0].TransitGatewayAttachments[0].TransitGatewayAttachmentId"),
          },
        },
      },
    },
  };
}

function pinPrefix(name: string, prefix: string, { regionId, tableId, attachmentId, otherIds }: TgwTarget) {
  const table = { region: regionId, "transit-gateway-route-table-id": tableId };
  const route = { ...table, "destination-cidr-block": prefix };
  const to = (verb: string, id: string) =>
    command(`aws ec2 ${verb}-transit-gateway-route`, { ...route, "transit-gateway-attachment-id": id });
  return pin({
    file: `skylane-${name}-${resourceName(prefix)}.before`,
    read: command("aws ec2 search-transit-gateway-routes", {
      ...table,
      filters: [`Name=route-search.exact-match,Values=${prefix}`, "Name=type,Values=static"],
      query: "Routes[0].TransitGatewayAttachments[0].TransitGatewayAttachmentId",
      output: "text",
    }),
    wanted: attachmentId,
    known: otherIds,
    create: to("create", attachmentId),
    replace: (id) => to("replace", id),
    remove: command("aws ec2 delete-transit-gateway-route", route),
  });
}
