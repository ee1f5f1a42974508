import type {
  VirtualNetworkGatewayConnection as Connection,
  ExpressRouteCircuitPeering as Peering,
} from "@azure/arm-network";
import { partsOf } from "./arm-target.ts";
import type { AzureWriter } from "./azure-writer.ts";

/** What is looked at before a circuit is switched off. */
export interface CircuitReader {
  connection(id: string): Promise<Connection>;
  /** Connections of the same resource group, without their status. */
  connectionsBeside(id: string): Promise<readonly Connection[]>;
  /** The private peering of the circuit that an ExpressRoute connection leads to. */
  peering(connection: Connection): Promise<Peering>;
  /** Subnets that a gateway stands in, in lower case. */
  subnetsOf(gatewayId: string): Promise<readonly string[]>;
}

/** @throws one of the clouds' errors, in the words of the permission that is missing */
export function circuitReader(azure: AzureWriter): CircuitReader {
  const callOf = (resourceId: string, subscriptionId: string, type: string) => ({
    subscriptionId,
    resourceId,
    action: `Microsoft.Network/${type}/read`,
  });
  return {
    connection(id) {
      const { subscriptionId, group, name } = partsOf(id, "connections");
      return azure.ask(callOf(id, subscriptionId, "connections"), (network, options) =>
        network.virtualNetworkGatewayConnections.get(group, name, options),
      );
    },
    connectionsBeside(id) {
      const { subscriptionId, group } = partsOf(id, "connections");
      return azure.ask(callOf(id, subscriptionId, "connections"), (network, options) =>
        Array.fromAsync(network.virtualNetworkGatewayConnections.list(group, options)),
      );
    },
    peering({ peer }) {
      const { subscriptionId, group, name } = partsOf(peer?.id, "expressRouteCircuits");
      return azure.ask(callOf(peer?.id ?? "", subscriptionId, "expressRouteCircuits/peerings"), (network, options) =>
        network.expressRouteCircuitPeerings.get(group, name, "AzurePrivatePeering", options),
      );
    },
    async subnetsOf(gatewayId) {
      const { subscriptionId, group, name } = partsOf(gatewayId, "virtualNetworkGateways");
      const { ipConfigurations = [] } = await azure.ask(
        callOf(gatewayId, subscriptionId, "virtualNetworkGateways"),
        (network, options) => network.virtualNetworkGateways.get(group, name, options),
      );
      return ipConfigurations.flatMap(({ subnet }) => subnet?.id?.toLowerCase() ?? []);
    },
  };
}
