import { role } from "../role.ts";

const OF_REGION = ["compute.regionOperations.get", "compute.regionOperations.list"];
const OF_ALL = ["compute.globalOperations.get", "compute.globalOperations.list"];
const ofKind = (kind: string): string[] => [`${kind}.create`, `${kind}.delete`, `${kind}.get`];

/** What each provisioner may do and nothing else, by what it makes. */
export const gcpProvisionPolicies: Readonly<Record<string, string>> = {
  "gcp.router": role("Skylane make routers", "Makes Cloud Routers and deletes those it has made", [
    "compute.networks.updatePolicy",
    ...OF_REGION,
    ...ofKind("compute.routers"),
  ]),
  "gcp.ha-vpn-gateway": role("Skylane make VPN gateways", "Makes HA VPN gateways and deletes those it has made", [
    "compute.networks.use",
    ...OF_REGION,
    ...ofKind("compute.vpnGateways"),
  ]),
  "gcp.external-gateway": role("Skylane make peers of VPN", "Says where VPN tunnels end on the other side", [
    ...ofKind("compute.externalVpnGateways"),
    ...OF_ALL,
  ]),
  "gcp.vpn-tunnel": role("Skylane make VPN tunnels", "Makes tunnels of HA VPN gateways and deletes those it has made", [
    "compute.externalVpnGateways.use",
    ...OF_REGION,
    "compute.routers.use",
    "compute.vpnGateways.use",
    ...ofKind("compute.vpnTunnels"),
  ]),
  "gcp.bgp-peer": role(
    "Skylane make BGP sessions",
    "Adds sessions to Cloud Routers and takes away those it has added",
    [...OF_REGION, "compute.routers.get", "compute.routers.update", "compute.vpnTunnels.use"],
  ),
  "gcp.firewall-rule": role(
    "Skylane make firewall rules",
    "Adds rules to VPC networks and deletes those it has added",
    [...ofKind("compute.firewalls"), "compute.firewalls.update", ...OF_ALL, "compute.networks.updatePolicy"],
  ),
  "gcp.network-peering": role("Skylane peer networks", "Peers VPC networks and removes peerings it has made", [
    ...OF_ALL,
    "compute.networks.addPeering",
    "compute.networks.get",
    "compute.networks.removePeering",
  ]),
  "gcp.private-zone": role("Skylane make private zones", "Makes private DNS zones and deletes those it has made", [
    "compute.networks.get",
    ...ofKind("dns.managedZones"),
    "dns.networks.bindPrivateDNSZone",
  ]),
  "gcp.dns-record": role("Skylane make DNS records", "Adds records to DNS zones and deletes those it has added", [
    ...ofKind("dns.resourceRecordSets"),
  ]),
};
