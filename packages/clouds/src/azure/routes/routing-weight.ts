import type { RouteCall, RouteConfig, RouteIntent } from "@skylane/core";
import { forPeople } from "../../_shared/routes/fit.ts";
import { before, read, secret } from "../../_shared/routes/markers.ts";
import { command, quote, script } from "../../_shared/routes/shell.ts";
import { terraformDocument } from "../../_shared/routes/terraform.ts";
import type { ArmId } from "./ids.ts";

/** One circuit's connection to a gateway, best first; `circuit` is absent where only the connection could be read. */
export interface WeightedConnection {
  readonly connection: ArmId;
  readonly circuit: ArmId | undefined;
  readonly weight: number;
}

/** Z1: the weights of the circuits of an ExpressRoute gateway; the highest is used for equal prefixes. */
export function routingWeight(
  intent: RouteIntent,
  gateway: ArmId,
  connections: readonly WeightedConnection[],
): RouteConfig {
  const listed = connections.map(({ connection, weight }) => `${connection.name} ${weight}`).join(", ");
  return {
    intentId: intent.id,
    cloud: intent.cloud,
    mechanism: "express-route-weight",
    summary: `On gateway ${gateway.name} weigh the ExpressRoute connections so that ${forPeople(intent.links[0]?.connectionId ?? "")} is used: ${listed}.`,
    terraform: documentOf(intent, gateway, connections),
    scripts: [scriptsOf(connections)],
    calls: connections.map(callOf),
    notes: [
      "It holds for all prefixes that several circuits announce alike to this gateway; a longer prefix still wins.",
      "Only the way from Azure. Pair it with the local preference of the router at the other end.",
      "Each change is a write of the whole connection: what was read is sent back, and a circuit of another subscription needs its authorization key again, which reading does not show. The gateway is busy for minutes.",
      "The undo writes the weight that was read before, or 0 in the script.",
      "A weight on a VPN connection has no effect.",
    ],
  };
}

function documentOf(
  intent: RouteIntent,
  gateway: ArmId,
  connections: readonly WeightedConnection[],
): Record<string, unknown> {
  const entries = connections.map((one, i) => ({ ...one, key: `circuit_${i + 1}` }));
  const unknown = entries.filter(({ circuit }) => circuit === undefined);
  return terraformDocument({
    provider: "azurerm",
    settings: { features: {}, subscription_id: gateway.subscription },
    variables: Object.fromEntries([
      ...entries.map(({ key, connection }) => [
        `${key}_authorization_key`,
        {
          description: `Authorization key of ${connection.name}, if its circuit is in another subscription`,
          isSecret: true,
          isOptional: true,
        },
      ]),
      ...unknown.map(({ key, connection }) => [
        `${key}_id`,
        { description: `Id of the ExpressRoute circuit of ${connection.name}` },
      ]),
    ]),
    resources: {
      azurerm_virtual_network_gateway_connection: Object.fromEntries(
        entries.map(({ key, connection, circuit, weight }) => [
          key,
          {
            name: connection.name,
            resource_group_name: connection.group,
            location: intent.regionId,
            type: "ExpressRoute",
            virtual_network_gateway_id: gateway.id,
            express_route_circuit_id: circuit?.id ?? `\${var.${key}_id}`,
            authorization_key: `\${var.${key}_authorization_key}`,
            routing_weight: weight,
            lifecycle: { prevent_destroy: true, ignore_changes: ["tags"] },
          },
        ]),
      ),
    },
    imports: Object.fromEntries(
      entries.map(({ key, connection }) => [`azurerm_virtual_network_gateway_connection.${key}`, connection.id]),
    ),
  });
}

function scriptsOf(connections: readonly WeightedConnection[]): RouteConfig["scripts"][number] {
  const steps = connections.map(({ connection, weight }) => {
    const where = { subscription: connection.subscription, "resource-group": connection.group, name: connection.name };
    const file = quote(`skylane-weight-${connection.name}.before`);
    const update = command("az network vpn-connection update", where);
    const readWeight = command("az network vpn-connection show", { ...where, query: "routingWeight", output: "tsv" });
    return {
      apply: `now=$(${readWeight}); if [ "$now" != ${weight} ]; then printf '%s\\n' "$now" > ${file}; ${update} --routing-weight ${weight}; fi`,
      undo: `if [ -f ${file} ]; then before=$(cat ${file}); case "$before" in ''|*[!0-9]*) before=0 ;; esac; ${update} --routing-weight "$before"; rm -f ${file}; fi`,
    };
  });
  return {
    dialect: "az",
    apply: script(...steps.map(({ apply }) => apply)),
    undo: script(...steps.toReversed().map(({ undo }) => undo)),
  };
}

function callOf({ connection, weight }: WeightedConnection): RouteCall {
  const names = { resourceGroupName: connection.group, virtualNetworkGatewayConnectionName: connection.name };
  const get = { operation: "azure-network:virtualNetworkGatewayConnections.get", input: names };
  const put = (routingWeight: unknown) => ({
    ...names,
    parameters: read({
      ...get,
      set: { routingWeight, authorizationKey: secret(`authorization key of ${connection.name}`) },
    }),
  });
  const operation = "azure-network:virtualNetworkGatewayConnections.createOrUpdate";
  return {
    operation,
    input: put(weight),
    readBack: { ...get, expect: `connectionType ExpressRoute, routingWeight ${weight}, provisioningState Succeeded` },
    undo: { operation, input: put(before("routingWeight")) },
  };
}
