import type { World } from "../../world/world.ts";
import {
  documentationIp,
  type GcpLink,
  type GcpProject,
  type HaGateway,
  haGatewaysOf,
  interfaceOf,
  networkOfGateway,
  projectIdOf,
  regionalPath,
  routerPath,
} from "./project.ts";
import { resource, selfLink } from "./resource.ts";

/** An HA VPN gateway: two interfaces, each with a public address. */
export const vpnGatewayOf = (world: World, { name, gateway, publicIps }: HaGateway) => ({
  ...resource("vpnGateway", regionalPath(gateway, `vpnGateways/${name}`)),
  description: "",
  region: selfLink(`projects/${projectIdOf(gateway)}/regions/${gateway.regionId}`),
  network: selfLink(networkOfGateway(world, gateway)),
  vpnInterfaces: publicIps.map((ipAddress, id) => ({ id, ipAddress })),
  stackType: "IPV4_ONLY",
  gatewayIpVersion: "IPV4",
});

export const tunnelPath = ({ gateway, name }: GcpLink): string => regionalPath(gateway, `vpnTunnels/${name}`);

/** A tunnel of an HA VPN. The shared secret is write-only, as in the real API: only its stars are shown, so neither is here. */
export function vpnTunnelOf(world: World, project: GcpProject, link: GcpLink) {
  const { gateway, connection, own, other, isSessionUp } = link;
  const at = interfaceOf(project.haGateways, gateway.id, own.publicIp);
  const far = world.atlas.gateways.get(other.at);
  const farAt = far?.cloud === "gcp" ? interfaceOf(haGatewaysOf(world, far), far.id, other.publicIp) : undefined;
  return {
    ...resource("vpnTunnel", tunnelPath(link), connection.createdOn),
    description: "",
    region: selfLink(`projects/${project.id}/regions/${gateway.regionId}`),
    ...(at && {
      vpnGateway: selfLink(regionalPath(gateway, `vpnGateways/${at.haGateway.name}`)),
      vpnGatewayInterface: at.id,
    }),
    ...(far && farAt
      ? { peerGcpGateway: selfLink(regionalPath(far, `vpnGateways/${farAt.haGateway.name}`)), peerIp: farAt.ip }
      : { ...externalEnd(project, link), peerIp: peerIpOf(link) }),
    router: selfLink(routerPath(gateway)),
    ikeVersion: 2,
    status: isSessionUp ? "ESTABLISHED" : "NO_INCOMING_PACKETS",
    detailedStatus: isSessionUp
      ? "Tunnel is up and running."
      : "No incoming packets from peer. Check that the peer's gateway is configured and can be reached.",
    localTrafficSelector: ["0.0.0.0/0"],
    remoteTrafficSelector: ["0.0.0.0/0"],
    ...(Object.keys(connection.tags).length > 0 && { labels: connection.tags }),
  };
}

const peerIpOf = ({ connection, other }: GcpLink): string =>
  other.publicIp ?? documentationIp(connection.id, "203.0.113");

/** How many addresses an external gateway may have. */
const REDUNDANCY: Readonly<Record<number, string>> = {
  1: "SINGLE_IP_INTERNALLY_REDUNDANT",
  2: "TWO_IPS_REDUNDANCY",
  4: "FOUR_IPS_REDUNDANCY",
};

interface ExternalGateway {
  readonly name: string;
  readonly ips: readonly string[];
}

/** The far sides' devices: one object per device if its addresses are so many as one object may have, else one per address. */
function externalGateways({ tunnels }: GcpProject, isExternal: (link: GcpLink) => boolean): readonly ExternalGateway[] {
  const byDevice = Map.groupBy(tunnels.filter(isExternal), ({ other }) => other.at);
  return [...byDevice].flatMap(([device, links]) => {
    const ips = [...new Set(links.map(peerIpOf))].sort();
    if (REDUNDANCY[ips.length] !== undefined) return [{ name: `peer-${device}`, ips }];
    return ips.map((ip, i) => ({ name: `peer-${device}-${i + 1}`, ips: [ip] }));
  });
}

const isToGcp = (world: World, { other }: GcpLink): boolean => world.atlas.gateways.get(other.at)?.cloud === "gcp";

function externalEnd(project: GcpProject, link: GcpLink) {
  const ip = peerIpOf(link);
  const device = externalGateways(project, ({ other }) => other.at === link.other.at).find(({ ips }) =>
    ips.includes(ip),
  );
  return {
    peerExternalGateway: selfLink(`projects/${project.id}/global/externalVpnGateways/${device?.name}`),
    peerExternalGatewayInterface: device?.ips.indexOf(ip) ?? 0,
  };
}

/** What stands at the other end of tunnels that leave Google Cloud. */
export const externalVpnGatewaysOf = (world: World, project: GcpProject) =>
  externalGateways(project, (link) => !isToGcp(world, link)).map(({ name, ips }) => ({
    ...resource("externalVpnGateway", `projects/${project.id}/global/externalVpnGateways/${name}`),
    description: "",
    redundancyType: REDUNDANCY[ips.length],
    interfaces: ips.map((ipAddress, id) => ({ id, ipAddress })),
  }));
