import { policyOf } from "../steer/steer-policies.ts";

const NETWORK = "Microsoft.Network";
/** To read, write and remove one type of object, and to join it to others. */
const policy = (name: string, description: string, type: string, ...more: readonly string[]): string =>
  policyOf(`Skylane ${name}`, description, [`${type}/read`, `${type}/write`, `${type}/delete`, ...more]);

/** Custom roles for `az role definition create --role-definition @file`, by what is made; to be assigned where it may be. */
export const azureProvisionPolicies = {
  "azure.subnet": policy("Subnet Maker", "Makes subnets of VNets.", `${NETWORK}/virtualNetworks/subnets`),
  "azure.public-ip": policy("Address Maker", "Makes public addresses.", `${NETWORK}/publicIPAddresses`),
  "azure.vpn-gateway": policy(
    "VPN Gateway Maker",
    "Makes VPN gateways, and adds BGP addresses to those there are.",
    `${NETWORK}/virtualNetworkGateways`,
    `${NETWORK}/virtualNetworks/subnets/join/action`,
    `${NETWORK}/publicIPAddresses/join/action`,
  ),
  "azure.local-gateway": policy(
    "Local Gateway Maker",
    "Makes local network gateways, the far ends of tunnels.",
    `${NETWORK}/localNetworkGateways`,
  ),
  "azure.vpn-connection": policyOf(
    "Skylane Tunnel Maker",
    "Makes VPN connections. Of their keys it writes its own with the connection, and reads none.",
    [
      `${NETWORK}/connections/read`,
      `${NETWORK}/connections/write`,
      `${NETWORK}/connections/delete`,
      `${NETWORK}/virtualNetworkGateways/join/action`,
      `${NETWORK}/localNetworkGateways/join/action`,
    ],
  ),
  "azure.vnet-peering": policy(
    "Peering Maker",
    "Makes halves of VNet peerings.",
    `${NETWORK}/virtualNetworks/virtualNetworkPeerings`,
    `${NETWORK}/virtualNetworks/peer/action`,
  ),
  "azure.nsg-rule": policy(
    "Security Rule Maker",
    "Makes single rules of network security groups, never a group.",
    `${NETWORK}/networkSecurityGroups/securityRules`,
  ),
  "azure.private-endpoint": policy(
    "Private Endpoint Maker",
    "Makes private endpoints. Each type of target has an action of its own: that of SQL servers is in it.",
    `${NETWORK}/privateEndpoints`,
    `${NETWORK}/virtualNetworks/subnets/join/action`,
    "Microsoft.Sql/servers/privateEndpointConnectionsApproval/action",
  ),
  "azure.private-zone": policy(
    "Private Zone Maker",
    "Makes private DNS zones and links them to VNets.",
    `${NETWORK}/privateDnsZones`,
    `${NETWORK}/privateDnsZones/virtualNetworkLinks/read`,
    `${NETWORK}/privateDnsZones/virtualNetworkLinks/write`,
    `${NETWORK}/privateDnsZones/virtualNetworkLinks/delete`,
    `${NETWORK}/virtualNetworks/join/action`,
  ),
  "azure.dns-record": policy(
    "Private Record Maker",
    "Makes A and CNAME records of private DNS zones.",
    `${NETWORK}/privateDnsZones/A`,
    `${NETWORK}/privateDnsZones/CNAME/read`,
    `${NETWORK}/privateDnsZones/CNAME/write`,
    `${NETWORK}/privateDnsZones/CNAME/delete`,
  ),
  "azure.sql-firewall-rule": policy(
    "SQL Firewall Rule Maker",
    "Makes firewall rules of SQL servers.",
    "Microsoft.Sql/servers/firewallRules",
  ),
  "azure.user-route": policy("Route Maker", "Makes single routes of route tables.", `${NETWORK}/routeTables/routes`),
} as const;
