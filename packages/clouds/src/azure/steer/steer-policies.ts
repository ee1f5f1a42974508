/** To ask how a write goes. Where a role does not reach that far, the object itself is read until it shows. */
const FOLLOW = ["Microsoft.Network/locations/operations/read", "Microsoft.Network/locations/operationResults/read"];

export const policyOf = (name: string, description: string, actions: readonly string[]): string =>
  JSON.stringify(
    {
      Name: name,
      Description: description,
      AssignableScopes: ["/subscriptions/<subscription-id>/resourceGroups/<resource-group>"],
      Actions: [...actions, ...FOLLOW],
    },
    null,
    2,
  );

/** Custom roles for `az role definition create --role-definition @file`, by actuator; to be assigned where that is all there is. */
export const azureSteerPolicies = {
  "azure.user-route": policyOf("Skylane Route Writer", "Writes single routes of route tables, never a table.", [
    "Microsoft.Network/routeTables/routes/read",
    "Microsoft.Network/routeTables/routes/write",
    "Microsoft.Network/routeTables/routes/delete",
  ]),
  // a connection names its gateway and its circuit, and Azure asks whether the caller may join them
  "azure.connection-weight": policyOf(
    "Skylane Connection Weight Writer",
    "Writes ExpressRoute connections of a gateway, to change their weights.",
    [
      "Microsoft.Network/connections/read",
      "Microsoft.Network/connections/write",
      "Microsoft.Network/virtualNetworkGateways/join/action",
      "Microsoft.Network/expressRouteCircuits/join/action",
    ],
  ),
  // a hub names its Virtual WAN, and holds VNets: learn.microsoft.com/azure/virtual-wan/roles-permissions (read 2026-11)
  "azure.hub-preference": policyOf(
    "Skylane Hub Preference Writer",
    "Writes hubs of a Virtual WAN, to change what they prefer for equal prefixes.",
    [
      "Microsoft.Network/virtualHubs/read",
      "Microsoft.Network/virtualHubs/write",
      "Microsoft.Network/virtualWans/join/action",
      "Microsoft.Network/virtualNetworks/peer/action",
    ],
  ),
  "azure.circuit-peering": policyOf(
    "Skylane Circuit Peering Writer",
    "Writes peerings of ExpressRoute circuits, to switch them off and on, and looks at what is left.",
    [
      "Microsoft.Network/expressRouteCircuits/peerings/read",
      "Microsoft.Network/expressRouteCircuits/peerings/write",
      "Microsoft.Network/connections/read",
      "Microsoft.Network/virtualNetworkGateways/read",
    ],
  ),
  "azure.site-failover-test": policyOf(
    "Skylane Site Failover Tester",
    "Takes a peering location off an ExpressRoute gateway for a test, and back.",
    [
      "Microsoft.Network/connections/read",
      "Microsoft.Network/virtualNetworkGateways/getFailoverAllTestsDetails/action",
      "Microsoft.Network/virtualNetworkGateways/startSiteFailoverTest/action",
      "Microsoft.Network/virtualNetworkGateways/stopSiteFailoverTest/action",
    ],
  ),
} as const;
