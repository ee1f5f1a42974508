import type { RouteConfig, RouteIntent } from "@skylane/core";
import { forPeople, shortName } from "../../_shared/routes/fit.ts";
import { from } from "../../_shared/routes/markers.ts";
import { command, quote, script } from "../../_shared/routes/shell.ts";
import { terraformDocument } from "../../_shared/routes/terraform.ts";
import type { TgwTarget } from "./tgw-static.ts";

/** A3: one reference to a list of many prefixes, which moves them together. It ranks below static routes, above propagated ones. */
export function tgwPrefixList(
  intent: RouteIntent,
  { regionId, tableId, attachmentId, prefixes }: TgwTarget,
): RouteConfig {
  // other prefixes are another list: entries of a list in use are not changed behind its owner's back
  const name = `skylane-${shortName(`${intent.id} ${prefixes.join(" ")}`)}`;
  const table = { TransitGatewayRouteTableId: tableId };
  const list = from(0, "PrefixList.PrefixListId");
  return {
    intentId: intent.id,
    cloud: intent.cloud,
    mechanism: "tgw-prefix-list",
    summary: `In ${tableId} (${regionId}) send ${prefixes.length} prefixes to ${attachmentId} (${forPeople(intent.links[0]?.connectionId ?? "")}) by one prefix list.`,
    terraform: terraformDocument({
      provider: "aws",
      settings: { region: regionId },
      resources: {
        aws_ec2_managed_prefix_list: {
          skylane: {
            name,
            address_family: "IPv4",
            max_entries: prefixes.length,
            entry: prefixes.map((cidr) => ({ cidr, description: name })),
          },
        },
        aws_ec2_transit_gateway_prefix_list_reference: {
          skylane: {
            prefix_list_id: `\${aws_ec2_managed_prefix_list.skylane.id}`,
            transit_gateway_route_table_id: tableId,
            transit_gateway_attachment_id: attachmentId,
          },
        },
      },
    }),
    scripts: [scriptsOf(name, { regionId, tableId, attachmentId, prefixes })],
    calls: [
      {
        operation: "ec2:CreateManagedPrefixList",
        input: {
          PrefixListName: name,
          AddressFamily: "IPv4",
          MaxEntries: prefixes.length,
          Entries: prefixes.map((Cidr) => ({ Cidr, Description: name })),
          ClientToken: name,
        },
        readBack: {
          operation: "ec2:DescribeManagedPrefixLists",
          input: { Filters: [{ Name: "prefix-list-name", Values: [name] }] },
          expect: "one list, state create-complete",
        },
        undo: { operation: "ec2:DeleteManagedPrefixList", input: { PrefixListId: list } },
      },
      {
        operation: "ec2:CreateTransitGatewayPrefixListReference",
        input: { ...table, PrefixListId: list, TransitGatewayAttachmentId: attachmentId },
        readBack: {
          operation: "ec2:GetTransitGatewayPrefixListReferences",
          input: { ...table, Filters: [{ Name: "prefix-list-id", Values: [list] }] },
          expect: `one reference, state available, to ${attachmentId}`,
        },
        undo: { operation: "ec2:DeleteTransitGatewayPrefixListReference", input: { ...table, PrefixListId: list } },
      },
    ],
    notes: [
      "A static route for one of these prefixes ranks above the list: delete it first.",
      "The reference stays when its attachment's VPN is dead: it removes BGP's own protection. Give it a lease and a watchdog.",
      "Undo in reverse order: the reference, then the list, which cannot be deleted while it is used.",
      "It is AWS's half. Change the other side's preference in the same window.",
    ],
  };
}

function scriptsOf(
  name: string,
  { regionId, tableId, attachmentId, prefixes }: Omit<TgwTarget, "otherIds">,
): RouteConfig["scripts"][number] {
  const region = { region: regionId };
  const find = `list=$(${command("aws ec2 describe-managed-prefix-lists", {
    ...region,
    filters: [`Name=prefix-list-name,Values=${name}`],
    query: "PrefixLists[0].PrefixListId",
    output: "text",
  })})`;
  const table = { ...region, "transit-gateway-route-table-id": tableId };
  const reference = command("aws ec2 get-transit-gateway-prefix-list-references", {
    ...table,
    query: "TransitGatewayPrefixListReferences[].PrefixListId",
    output: "text",
  });
  return {
    dialect: "aws",
    apply: script(
      find,
      'if [ "$list" = None ] || [ -z "$list" ]; then',
      `list=$(${command("aws ec2 create-managed-prefix-list", {
        ...region,
        "prefix-list-name": name,
        "address-family": "IPv4",
        "max-entries": String(prefixes.length),
        entries: prefixes.map((cidr) => `Cidr=${cidr},Description=${name}`),
        "client-token": name,
        query: "PrefixList.PrefixListId",
        output: "text",
      })})`,
      "fi",
      `case " $(${reference} | tr '\\t' ' ') " in`,
      '  *" $list "*) : ;;',
      `  *) ${command("aws ec2 create-transit-gateway-prefix-list-reference", { ...table, "transit-gateway-attachment-id": attachmentId })} --prefix-list-id "$list" ;;`,
      "esac",
    ),
    undo: script(
      find,
      `if [ "$list" != None ] && [ -n "$list" ]; then`,
      `${command("aws ec2 delete-transit-gateway-prefix-list-reference", table)} --prefix-list-id "$list" || :`,
      `aws ec2 delete-managed-prefix-list --region ${quote(regionId)} --prefix-list-id "$list"`,
      "fi",
    ),
  };
}
