import { monthBytesOf } from "../../world/month-bytes.ts";
import { weightKey } from "../../world/select-azure.ts";
import type { ArmResource } from "./arm-answer.ts";
import { circuitId } from "./express-route-circuits.ts";
import { expressRouteName, gatewayId, instanceOf, ipConfigurationId, localNetworkGatewayId } from "./gateways.ts";
import { madeConnections } from "./made/connections.ts";
import { etagOf } from "./start-write.ts";
import { endsOf, type GatewayEnd, gatewaysOf, networkId, type ResourceGroup } from "./subscription.ts";
import { asWritten } from "./write-connection.ts";

/** What a list leaves out and only the object itself tells. */
const LIVE = ["connectionStatus", "tunnelConnectionStatus", "ingressBytesTransferred", "egressBytesTransferred"];

/** Connections of the gateways, with what they live through. */
export const connections = (group: ResourceGroup): readonly ArmResource[] => [
  ...gatewaysOf(group).flatMap((gateway) => endsOf(group.world, gateway).map((end) => versioned(group, end))),
  ...madeConnections(group),
];

function versioned(group: ResourceGroup, end: GatewayEnd): ArmResource {
  const resource = asWritten(group.world, connectionOf(group, end));
  const { tags, properties } = withoutLive(resource);
  const { provisioningState: _, ...configured } = properties;
  return { ...resource, etag: etagOf([tags, configured]) };
}

/** The end of the estate's connection that an object stands for. */
export const connectionEnd = (group: ResourceGroup, { name }: ArmResource): GatewayEnd | undefined =>
  gatewaysOf(group)
    .flatMap((gateway) => endsOf(group.world, gateway))
    .find((end) => end.name === name);

/** The same without status and counters, as a list shows them. */
export const withoutLive = (resource: ArmResource): ArmResource => ({
  ...resource,
  properties: Object.fromEntries(Object.entries(resource.properties).filter(([name]) => !LIVE.includes(name))),
});

function connectionOf(group: ResourceGroup, end: GatewayEnd): ArmResource {
  const { connection, gateway, own, type, name } = end;
  const isUp = group.world.conditionOf(connection).isSessionUp;
  const bytes = monthBytesOf(group.world, connection.id);
  const isA = own === connection.a;
  const counted = {
    ingressBytesTransferred: isA ? bytes.reverse : bytes.forward,
    egressBytesTransferred: isA ? bytes.forward : bytes.reverse,
  };
  const connectionStatus = isUp ? "Connected" : "NotConnected";
  return {
    id: networkId(group.world, gateway, "connections", name),
    name,
    type: "Microsoft.Network/connections",
    location: group.regionId,
    tags: connection.tags,
    properties: {
      provisioningState: "Succeeded",
      virtualNetworkGateway1: reference(
        gatewayId(group, gateway, type === "ExpressRoute" ? expressRouteName(gateway) : undefined),
      ),
      ...farSide(group, end),
      connectionType: type,
      ...(type !== "ExpressRoute" && {
        connectionProtocol: "IKEv2",
        connectionMode: "Default",
        dpdTimeoutSeconds: 45,
        ipsecPolicies: [],
        trafficSelectorPolicies: [],
        tunnelConnectionStatus: [
          {
            tunnel: `${name}_${end.other.publicIp ?? end.farGateway?.providerId ?? ""}`,
            connectionStatus,
            ...counted,
            ...(isUp && {
              lastConnectionEstablishedUtcTime: americanTime(group.world.sessionChangedAtMs(connection.id)),
            }),
          },
        ],
      }),
      routingWeight: group.world.routing.connectionWeights.get(weightKey(gateway.id, connection.id)) ?? 0,
      enableBgp: type !== "ExpressRoute",
      useLocalAzureIpAddress: false,
      usePolicyBasedTrafficSelectors: false,
      expressRouteGatewayBypass: false,
      gatewayCustomBgpIpAddresses:
        type === "ExpressRoute" || own.peerIp === undefined
          ? []
          : [
              {
                ipConfigurationId: ipConfigurationId(group, gateway.providerId, gateway, instanceOf(group, end)),
                customBgpIpAddress: own.peerIp,
              },
            ],
      connectionStatus,
      ...counted,
    },
  };
}

/** References to gateways come with an empty `properties`, as the vendor's examples show them. */
const reference = (id: string) => ({ id, properties: {} });

function farSide(group: ResourceGroup, end: GatewayEnd) {
  switch (end.type) {
    case "ExpressRoute":
      return { peer: { id: circuitId(group, end) } };
    case "Vnet2Vnet":
      return end.farGateway && { virtualNetworkGateway2: reference(gatewayId(group, end.farGateway)) };
    case "IPsec":
      return { localNetworkGateway2: reference(localNetworkGatewayId(group, end)) };
    case "RemoteHub":
      return {};
  }
}

/** `11/21/2026 03:15:07`, UTC: how a gateway tells when a tunnel came up. */
function americanTime(atMs: number): string {
  const [year = "", month = "", day = "", time = ""] = new Date(atMs).toISOString().split(/[-T.]/);
  return `${month}/${day}/${year} ${time}`;
}
