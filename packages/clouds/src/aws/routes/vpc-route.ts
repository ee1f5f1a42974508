import type { RouteCall, RouteConfig, RouteIntent } from "@skylane/core";
import { firstOf, forPeople, shortName } from "../../_shared/routes/fit.ts";
import { before } from "../../_shared/routes/markers.ts";
import { command, pin, scriptOf } from "../../_shared/routes/shell.ts";
import { resourceName, terraformDocument } from "../../_shared/routes/terraform.ts";
import type { IntentLink } from "./ids.ts";
import { namesOf, natGateway, transitGateway, virtualGateway, vpcPeering } from "./ids.ts";

/** What a route of a VPC can point to, and what that is called in each form. */
const nextHops = [
  { form: vpcPeering, field: "VpcPeeringConnectionId", option: "vpc-peering-connection-id" },
  { form: transitGateway, field: "TransitGatewayId", option: "transit-gateway-id" },
  { form: virtualGateway, field: "GatewayId", option: "gateway-id" },
  { form: natGateway, field: "NatGatewayId", option: "nat-gateway-id" },
] as const;

export interface NextHop {
  readonly id: string;
  readonly field: (typeof nextHops)[number]["field"];
  readonly option: (typeof nextHops)[number]["option"];
}

/** Where a VPC sends packets for a link: its peering, or the gateway it names. */
export function nextHopOf(link: IntentLink): NextHop | undefined {
  for (const { form, field, option } of nextHops) {
    const id = firstOf(namesOf(link), form);
    if (id !== undefined) return { id, field, option };
  }
  return undefined;
}

export interface VpcTarget {
  readonly regionId: string;
  readonly tableId: string;
  readonly next: NextHop;
  readonly others: readonly NextHop[];
  readonly prefixes: readonly string[];
}

/** A4: a static route in one route table of a VPC. */
export function vpcRoute(intent: RouteIntent, target: VpcTarget): RouteConfig {
  const { regionId, tableId, next, prefixes } = target;
  const scripts = prefixes.map((prefix) => pinPrefix(shortName(intent.id), prefix, target));
  return {
    intentId: intent.id,
    cloud: intent.cloud,
    mechanism: "vpc-route",
    summary: `In ${tableId} (${regionId}) send ${prefixes.join(", ")} to ${next.id} (${forPeople(intent.links[0]?.connectionId ?? "")}).`,
    terraform: terraformDocument({
      provider: "aws",
      settings: { region: regionId },
      resources: {
        aws_route: Object.fromEntries(
          prefixes.map((prefix) => [
            resourceName(prefix),
            {
              route_table_id: tableId,
              destination_cidr_block: prefix,
              [next.option.replaceAll("-", "_")]: next.id,
            },
          ]),
        ),
      },
    }),
    scripts: [scriptOf("aws", scripts)],
    calls: prefixes.map((prefix) => callOf(prefix, target)),
    notes: [
      "It holds for the subnets of this table only: repeat it for every table of the VPC that the traffic leaves by.",
      "A route of a VPC cannot beat the VPC's own ranges, and does not move prefixes that are more specific elsewhere in the table.",
      "A static route stays when its target is dead. Give it a lease, and let a watchdog take it away.",
      "Terraform makes the routes; where one for the prefix is there already, import it first as <table>_<prefix>.",
    ],
  };
}

function callOf(prefix: string, { tableId, next }: VpcTarget): RouteCall {
  const route = { RouteTableId: tableId, DestinationCidrBlock: prefix };
  return {
    operation: "ec2:CreateRoute",
    input: { ...route, [next.field]: next.id, $ifPresent: "ec2:ReplaceRoute" },
    readBack: {
      operation: "ec2:DescribeRouteTables",
      input: { RouteTableIds: [tableId] },
      expect: `route ${prefix}: origin CreateRoute, state active, to ${next.id}`,
    },
    undo: {
      operation: "ec2:DeleteRoute",
      input: {
        ...route,
        $ifBefore: {
          operation: "ec2:ReplaceRoute",
          input: { ...route, $target: before(`RouteTables[0].Routes[?DestinationCidrBlock==${prefix}]`) },
        },
      },
    },
  };
}

function pinPrefix(name: string, prefix: string, { regionId, tableId, next, others }: VpcTarget) {
  const table = { region: regionId, "route-table-id": tableId };
  const route = { ...table, "destination-cidr-block": prefix };
  const byId = new Map([next, ...others].map((hop) => [hop.id, hop]));
  const to = (verb: string, id: string) =>
    command(`aws ec2 ${verb}-route`, { ...route, [byId.get(id)?.option ?? next.option]: id });
  const ids =
    "GatewayId || TransitGatewayId || VpcPeeringConnectionId || NatGatewayId || NetworkInterfaceId || CoreNetworkArn";
  return pin({
    file: `skylane-${name}-${resourceName(prefix)}.before`,
    read: command("aws ec2 describe-route-tables", {
      region: regionId,
      "route-table-ids": tableId,
      query: `RouteTables[0].Routes[?DestinationCidrBlock=='${prefix}' && Origin=='CreateRoute'] | [0] | (${ids})`,
      output: "text",
    }),
    wanted: next.id,
    known: others.map(({ id }) => id),
    create: to("create", next.id),
    replace: (id) => to("replace", id),
    remove: command("aws ec2 delete-route", route),
  });
}
