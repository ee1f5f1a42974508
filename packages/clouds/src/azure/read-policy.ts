/** What looking and metering call, and nothing more. The built-in role Reader lacks the actions at the end. */
const actions = [
  "Microsoft.Resources/subscriptions/resourceGroups/read",
  "Microsoft.Network/virtualNetworks/read",
  "Microsoft.Network/networkInterfaces/read",
  "Microsoft.Network/virtualNetworkGateways/read",
  "Microsoft.Network/connections/read",
  "Microsoft.Network/localNetworkGateways/read",
  "Microsoft.Network/expressRouteCircuits/read",
  "Microsoft.Network/publicIPAddresses/read",
  "Microsoft.Network/routeTables/read",
  "Microsoft.Network/virtualHubs/read",
  "Microsoft.Network/virtualHubs/hubVirtualNetworkConnections/read",
  "Microsoft.Network/vpnGateways/read",
  "Microsoft.Network/vpnGateways/vpnConnections/read",
  "Microsoft.Network/vpnSites/read",
  "Microsoft.Network/expressRouteGateways/read",
  "Microsoft.Network/expressRouteGateways/expressRouteConnections/read",
  "Microsoft.Network/privateEndpoints/read",
  "Microsoft.Compute/virtualMachines/read",
  "Microsoft.Insights/metrics/read",
  "Microsoft.Sql/servers/read",
  "Microsoft.Storage/storageAccounts/read",
  "Microsoft.Network/virtualNetworkGateways/getBgpPeerStatus/action",
  "Microsoft.Network/virtualNetworkGateways/getLearnedRoutes/action",
  "Microsoft.Network/virtualNetworkGateways/getAdvertisedRoutes/action",
  "Microsoft.Network/expressRouteCircuits/peerings/routeTables/action",
  "Microsoft.Network/expressRouteCircuits/peerings/arpTables/action",
  "Microsoft.Network/virtualHubs/effectiveRoutes/action",
  "Microsoft.Network/virtualHubs/inboundRoutes/action",
  "Microsoft.Network/virtualHubs/outboundRoutes/action",
];

/** A custom role for `az role definition create --role-definition @file`; put the subscription's id into its scope. */
export const azureReadPolicy = JSON.stringify(
  {
    Name: "Skylane Network Reader",
    Description:
      "Reads networks, gateways, connections, their routes and what they connect; changes nothing and reads no keys.",
    AssignableScopes: ["/subscriptions/<subscription-id>"],
    Actions: actions,
    NotActions: ["Microsoft.Network/connections/sharedKey/read"],
  },
  null,
  2,
);
