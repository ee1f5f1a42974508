import type { RouteCall, RouteConfig, RouteIntent } from "@skylane/core";
import { forPeople, shortName } from "../../_shared/routes/fit.ts";
import { before } from "../../_shared/routes/markers.ts";
import { command, quote, script } from "../../_shared/routes/shell.ts";
import { resourceName, terraformDocument } from "../../_shared/routes/terraform.ts";

export interface PropagationTarget {
  readonly regionId: string;
  readonly tableId: string;
  /** Attachment of the Direct Connect gateway, if it is known. */
  readonly attachmentId: string | undefined;
  /** Attachments that other links have: a static route to one of them is the override that is taken away. */
  readonly otherIds: readonly string[];
  /** Those of them that rank as high as the best and must no longer be heard in this table. */
  readonly rivalIds: readonly string[];
  readonly prefixes: readonly string[];
}

/**
 * A1's fail back and A2: Direct Connect wins by what is propagated. Static overrides are deleted, never pointed at the Direct
 * Connect gateway, which is no target of static routes.
 */
export function tgwPropagation(intent: RouteIntent, target: PropagationTarget): RouteConfig {
  const { regionId, tableId, attachmentId, rivalIds, prefixes } = target;
  const deletes = prefixes.map((prefix) => deleteStatic(shortName(intent.id), prefix, target));
  const toggles = [
    ...(attachmentId === undefined ? [] : [toggle(target, attachmentId, "enable")]),
    ...rivalIds.map((id) => toggle(target, id, "disable")),
  ];
  const variable = "direct_connect_attachment_id";
  return {
    intentId: intent.id,
    cloud: intent.cloud,
    mechanism: "tgw-propagation",
    summary: `In ${tableId} (${regionId}) let ${prefixes.join(", ")} go over Direct Connect (${forPeople(intent.links[0]?.connectionId ?? "")}) by what is propagated: no static override${rivalIds.length > 0 ? `, and ${rivalIds.join(", ")} not heard` : ""}.`,
    terraform: terraformDocument({
      provider: "aws",
      settings: { region: regionId },
      ...(attachmentId === undefined && {
        variables: {
          [variable]: { description: "Attachment of the Direct Connect gateway to the transit gateway, tgw-attach-…" },
        },
      }),
      resources: {
        aws_ec2_transit_gateway_route_table_propagation: {
          direct_connect: {
            transit_gateway_route_table_id: tableId,
            transit_gateway_attachment_id: attachmentId ?? `\${var.${variable}}`,
          },
        },
      },
      // it is on in most tables; what is there already is taken over, not made twice
      imports: {
        "aws_ec2_transit_gateway_route_table_propagation.direct_connect": `${tableId}_${attachmentId ?? `\${var.${variable}}`}`,
      },
    }),
    scripts: [
      {
        dialect: "aws",
        apply: script(...toggles.map((one) => one.apply), ...deletes.flatMap((one) => one.apply)),
        undo: script(...deletes.flatMap((one) => one.undo), ...toggles.toReversed().map((one) => one.undo)),
      },
    ],
    calls: [...toggles.map((one) => one.call), ...deletes.map((one) => one.call)],
    notes: [
      "Direct Connect beats VPN and peering in a transit gateway whenever it announces the same prefix: no BGP attribute can turn that round, and nothing has to be set for it.",
      "Terraform takes the propagation over and keeps it on; where it is off today, leave out the import block. Where Terraform made the static override, take its resource out of that document; a document cannot delete what it does not own.",
      ...(rivalIds.length > 0
        ? [
            `Not hearing ${rivalIds.join(", ")} affects every prefix of it in this table, and it is no backup there any more until propagation is on again.`,
          ]
        : []),
      "Which of several Direct Connect circuits behind one gateway is used is set on the customer's routers (communities 7224:7300, 7224:7200, 7224:7100), not here.",
    ],
  };
}

interface Step<T> {
  readonly apply: T;
  readonly undo: T;
  readonly call: RouteCall;
}

function deleteStatic(
  name: string,
  prefix: string,
  { regionId, tableId, otherIds }: PropagationTarget,
): Step<string[]> {
  const route = { TransitGatewayRouteTableId: tableId, DestinationCidrBlock: prefix };
  const table = { region: regionId, "transit-gateway-route-table-id": tableId };
  const where = { ...table, "destination-cidr-block": prefix };
  const file = quote(`skylane-${name}-${resourceName(prefix)}.before`);
  const find = `now=$(${command("aws ec2 search-transit-gateway-routes", {
    ...table,
    filters: [`Name=route-search.exact-match,Values=${prefix}`, "Name=type,Values=static"],
    query: "Routes[0].TransitGatewayAttachments[0].TransitGatewayAttachmentId",
    output: "text",
  })})`;
  return {
    apply: [
      find,
      'case "$now" in',
      "  None|'') : ;;",
      ...(otherIds.length === 0
        ? []
        : [
            `  ${otherIds.map(quote).join("|")}) printf '%s\\n' "$now" > ${file}; ${command("aws ec2 delete-transit-gateway-route", where)} ;;`,
          ]),
      `  *) printf '%s\\n' "a static route points to $now, which is none of these links: look at it by hand" >&2; exit 1 ;;`,
      "esac",
    ],
    undo: [
      `if [ -f ${file} ]; then`,
      `before=$(cat ${file})`,
      'case "$before" in',
      ...otherIds.map(
        (id) =>
          `  ${quote(id)}) ${command("aws ec2 create-transit-gateway-route", { ...where, "transit-gateway-attachment-id": id })} ;;`,
      ),
      `  *) printf '%s\\n' "the value before is not one of ours: look at it by hand" >&2; exit 1 ;;`,
      "esac",
      `rm -f ${file}`,
      "fi",
    ],
    call: {
      operation: "ec2:DeleteTransitGatewayRoute",
      input: route,
      readBack: {
        operation: "ec2:SearchTransitGatewayRoutes",
        input: {
          TransitGatewayRouteTableId: tableId,
          Filters: [{ Name: "route-search.exact-match", Values: [prefix] }],
        },
        expect: "no static route; the active one is propagated from the Direct Connect gateway",
      },
      // sent only where there was one before
      undo: {
        operation: "ec2:CreateTransitGatewayRoute",
        input: {
          ...route,
          TransitGatewayAttachmentId: before("Routes[0].TransitGatewayAttachments[0].TransitGatewayAttachmentId"),
        },
      },
    },
  };
}

function toggle({ regionId, tableId }: PropagationTarget, id: string, wanted: "enable" | "disable"): Step<string> {
  const verbs = { enable: "Enable", disable: "Disable" } as const;
  const back = wanted === "enable" ? "disable" : "enable";
  const input = { TransitGatewayRouteTableId: tableId, TransitGatewayAttachmentId: id };
  const run = (verb: "enable" | "disable") =>
    command(`aws ec2 ${verb}-transit-gateway-route-table-propagation`, {
      region: regionId,
      "transit-gateway-route-table-id": tableId,
      "transit-gateway-attachment-id": id,
    });
  const state = `$(${command("aws ec2 get-transit-gateway-route-table-propagations", {
    region: regionId,
    "transit-gateway-route-table-id": tableId,
    filters: [`Name=transit-gateway-attachment-id,Values=${id}`],
    query: "TransitGatewayRouteTablePropagations[0].State",
    output: "text",
  })})`;
  const file = quote(`skylane-${id}-${tableId}.before`);
  // the file says that it was us: what was so before is not taken back
  return {
    apply:
      wanted === "enable"
        ? `if [ "${state}" != enabled ]; then ${run("enable")}; : > ${file}; fi`
        : `if [ "${state}" = enabled ]; then ${run("disable")}; : > ${file}; fi`,
    undo: `if [ -f ${file} ]; then ${run(back)}; rm -f ${file}; fi`,
    call: {
      operation: `ec2:${verbs[wanted]}TransitGatewayRouteTablePropagation`,
      input,
      readBack: {
        operation: "ec2:GetTransitGatewayRouteTablePropagations",
        input: {
          TransitGatewayRouteTableId: tableId,
          Filters: [{ Name: "transit-gateway-attachment-id", Values: [id] }],
        },
        expect: wanted === "enable" ? "state enabled" : "absent or state disabled",
      },
      undo: { operation: `ec2:${verbs[back]}TransitGatewayRouteTablePropagation`, input },
    },
  };
}
