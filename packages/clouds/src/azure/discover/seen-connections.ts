import type { VirtualNetworkGatewayConnection } from "@azure/arm-network";
import type { LinkSighting, SeenRoute } from "@skylane/core";
import { azureKey, commonOf, nativeId, provisioningOf, routingKey, sameId } from "./arm-ids.ts";
import type { AzureInventory } from "./read-group.ts";
import type { AzureRouting } from "./read-routing.ts";
import { circuitFacts } from "./seen-circuits.ts";
import { type ConnectionFacts, statusOf, tunnelFacts } from "./seen-tunnels.ts";

/** A connection of a virtual network gateway: IPsec, VNet to VNet, ExpressRoute. Shared keys are never looked at. */
export function seenConnection(
  connection: VirtualNetworkGatewayConnection,
  inventory: AzureInventory,
  routing: AzureRouting,
): LinkSighting[] {
  const gatewayId = connection.virtualNetworkGateway1?.id;
  if (connection.id === undefined || gatewayId === undefined) return [];
  const gateway = inventory.gateways.find(({ id }) => sameId(id, gatewayId)) ?? connection.virtualNetworkGateway1;
  const facts: ConnectionFacts =
    connection.connectionType === "ExpressRoute"
      ? circuitFacts(connection, inventory, routing)
      : tunnelFacts(connection, gateway, inventory, routing.gateways.get(routingKey(gatewayId)));
  const bytes30d = bytesOf(connection);
  return [
    {
      ...commonOf(connection),
      at: azureKey(gatewayId),
      provisioning: provisioningOf(connection.provisioningState),
      control: statusOf(connection.connectionStatus),
      ...(bytes30d !== undefined && { bytes30d }),
      ...facts,
      aliases: [...new Set([connection.id, connection.name ?? connection.id, ...(facts.aliases ?? [])])],
    },
  ];
}

/** Ranges that a gateway sends into a tunnel because its owner wrote them down, not because BGP told it. */
export function staticRoutes(
  { id, virtualNetworkGateway1, localNetworkGateway2, connectionStatus }: VirtualNetworkGatewayConnection,
  { localGateways }: Pick<AzureInventory, "localGateways">,
): SeenRoute[] {
  const gatewayId = virtualNetworkGateway1?.id;
  const local = localGateways.find((one) => sameId(one.id, localNetworkGateway2?.id));
  if (id === undefined || gatewayId === undefined || !local) return [];
  return (local.localNetworkAddressSpace?.addressPrefixes ?? []).map((prefix) => ({
    cloud: "azure",
    owner: azureKey(gatewayId),
    tableId: nativeId(local.id ?? ""),
    prefix,
    next: { kind: "link", key: azureKey(id) },
    origin: "static",
    isActive: connectionStatus !== "NotConnected",
  }));
}

/** Both directions. Azure counts since the connection was made or its gateway restarted: 0 means that nothing was ever sent. */
export function bytesOf({
  ingressBytesTransferred,
  egressBytesTransferred,
}: Pick<VirtualNetworkGatewayConnection, "ingressBytesTransferred" | "egressBytesTransferred">): number | undefined {
  if (ingressBytesTransferred === undefined && egressBytesTransferred === undefined) return undefined;
  return (ingressBytesTransferred ?? 0) + (egressBytesTransferred ?? 0);
}
