import type { RouteConfig, RouteIntent } from "@skylane/core";
import { forPeople, shortName } from "../../_shared/routes/fit.ts";
import { before } from "../../_shared/routes/markers.ts";
import { command, script } from "../../_shared/routes/shell.ts";
import { resourceName, terraformDocument } from "../../_shared/routes/terraform.ts";
import type { ArmId } from "./ids.ts";

/** Where a user-defined route points to. A gateway takes no address: it is never told which of its tunnels. */
export type UserHop =
  | { readonly type: "VirtualNetworkGateway" }
  | { readonly type: "VirtualAppliance"; readonly ip: string }
  | { readonly type: "Internet" };

/** Z7: a route of one's own in the table of a virtual network's subnets. */
export function userRoute(intent: RouteIntent, table: ArmId, hop: UserHop, prefixes: readonly string[]): RouteConfig {
  const routes = prefixes.map((prefix) => ({ prefix, name: `skylane-${shortName(`${intent.id} ${prefix}`)}` }));
  const where = { subscription: table.subscription, "resource-group": table.group, "route-table-name": table.name };
  const properties = (prefix: string) => ({
    addressPrefix: prefix,
    nextHopType: hop.type,
    ...(hop.type === "VirtualAppliance" && { nextHopIpAddress: hop.ip }),
  });
  const names = (routeName: string) => ({
    resourceGroupName: table.group,
    routeTableName: table.name,
    routeName,
  });
  return {
    intentId: intent.id,
    cloud: intent.cloud,
    mechanism: "user-defined-route",
    summary: `In route table ${table.name} send ${prefixes.join(", ")} to ${hop.type}${hop.type === "VirtualAppliance" ? ` ${hop.ip}` : ""} (${forPeople(intent.links[0]?.connectionId ?? "")}).`,
    terraform: terraformDocument({
      provider: "azurerm",
      settings: { features: {}, subscription_id: table.subscription },
      resources: {
        azurerm_route: Object.fromEntries(
          routes.map(({ prefix, name }) => [
            resourceName(prefix),
            {
              name,
              resource_group_name: table.group,
              route_table_name: table.name,
              address_prefix: prefix,
              next_hop_type: hop.type,
              ...(hop.type === "VirtualAppliance" && { next_hop_in_ip_address: hop.ip }),
            },
          ]),
        ),
      },
    }),
    scripts: [
      {
        dialect: "az",
        apply: script(
          ...routes.map(({ prefix, name }) =>
            command("az network route-table route create", {
              ...where,
              name,
              "address-prefix": prefix,
              "next-hop-type": hop.type,
              ...(hop.type === "VirtualAppliance" && { "next-hop-ip-address": hop.ip }),
            }),
          ),
        ),
        undo: script(
          ...routes.toReversed().map(({ name }) => command("az network route-table route delete", { ...where, name })),
        ),
      },
    ],
    calls: routes.map(({ prefix, name }) => ({
      operation: "azure-network:routes.createOrUpdate",
      input: { ...names(name), routeParameters: properties(prefix) },
      readBack: {
        operation: "azure-network:routes.get",
        input: names(name),
        expect: `provisioningState Succeeded, ${prefix} to ${hop.type}`,
      },
      undo: {
        operation: "azure-network:routes.delete",
        input: {
          ...names(name),
          $ifBefore: {
            operation: "azure-network:routes.createOrUpdate",
            input: { ...names(name), routeParameters: before("") },
          },
        },
      },
    })),
    notes: [
      "A route of one's own beats what BGP says for the same prefix, for the subnets of this table only; a longer prefix still wins.",
      "It stays when its target is dead. Give it a lease, and let a watchdog take it away.",
      ...(hop.type === "VirtualNetworkGateway"
        ? [
            "It chooses the gateway, not one of its tunnels or connections. It is refused for ExpressRoute, and where VPN and ExpressRoute gateways are side by side.",
          ]
        : []),
      ...(hop.type === "VirtualAppliance"
        ? ["The appliance must be reached directly, not over ExpressRoute or a hub, and must have IP forwarding on."]
        : []),
      "Azure refuses a second route for the same prefix in one table: take away the one that is there first.",
    ],
  };
}
