/** Custom role for discovery: what it calls and nothing else. For `gcloud iam roles create skylaneRead --project P --file F`. */
export const readPolicy = `title: Skylane read
description: Reads networks, gateways, links, routes, machines and databases; changes nothing
stage: GA
includedPermissions:
- cloudsql.instances.list
- compute.externalVpnGateways.list
- compute.instances.list
- compute.interconnectAttachments.list
- compute.interconnects.list
- compute.networks.list
- compute.routers.get
- compute.routers.list
- compute.routers.listBgpRoutes
- compute.routes.list
- compute.subnetworks.list
- compute.targetVpnGateways.list
- compute.vpnGateways.list
- compute.vpnTunnels.list
- monitoring.timeSeries.list
`;
