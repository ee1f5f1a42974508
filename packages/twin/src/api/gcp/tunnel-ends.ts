import type { Announced, Proposals, TunnelBgp, TunnelEnd } from "../../world/built/tunnel-end.ts";
import { BASE_PRIORITY } from "../../world/cloud-router.ts";
import type { World } from "../../world/world.ts";
import { gatewayIdOf, madeAt, type RouterSessions, routerAt, sessionsAt } from "./built-objects.ts";
import type { GcpProject } from "./project.ts";

/** What Google accepts by IKEv2, its own order aside. @see https://cloud.google.com/network-connectivity/docs/vpn/concepts/supported-ike-ciphers (read 2026-11) */
const PROPOSALS: Proposals = {
  encryption: ["aes-256-gcm", "aes-128-gcm", "aes-256-cbc", "aes-128-cbc"],
  integrity: ["sha2-256", "sha2-384", "sha2-512", "sha1"],
  dhGroups: [14, 15, 16, 19, 20, 21, 24],
};
const BANDWIDTH_MBPS = 3_000; // 250,000 packets a second: 1 to 3 Gbps, Google's page on quotas, read 2026-11
const HOLD_SECONDS = 60; // three times its keepalive of 20 s

/** Id of Google's end of the tunnel at that path. */
export const endIdOf = (tunnelPath: string): string => `gcp:${tunnelPath}`;

/** Has the world know a new tunnel's end; without a session nothing is announced over it. */
export function beginEnd(world: World, project: GcpProject, tunnelPath: string, presharedKey: string): void {
  const tunnel = madeAt(world, "vpn-tunnel", tunnelPath);
  const localPublicIp = tunnel && addressOf(world, project, tunnel.vpnGateway, tunnel.vpnGatewayInterface);
  const remotePublicIp =
    tunnel &&
    madeAt(world, "external-gateway", tunnel.peerExternalGateway)?.interfaces.find(
      ({ id }) => id === tunnel.peerExternalGatewayInterface,
    )?.ipAddress;
  if (!tunnel || localPublicIp === undefined || remotePublicIp === undefined) return;
  const gateway = routerAt(project, tunnel.router);
  world.built.tunnelEnds.put(endIdOf(tunnelPath), {
    id: endIdOf(tunnelPath),
    gatewayId: gateway?.id ?? gatewayIdOf(tunnel.router),
    localPublicIp,
    remotePublicIp,
    presharedKey,
    ikeVersions: [tunnel.ikeVersion === 1 ? 1 : 2],
    phase1: PROPOSALS,
    phase2: PROPOSALS,
    announces: { prefixes: [], isWithNetworks: false },
    bandwidthMbps: BANDWIDTH_MBPS,
  });
}

/** A public address of an HA VPN gateway, made or of the estate. */
export const addressOf = (world: World, project: GcpProject, path: string, index: number): string | undefined =>
  madeAt(world, "vpn-gateway", path)?.ipAddresses[index] ??
  project.haGateways.find(
    ({ name, gateway }) => path === `projects/${project.id}/regions/${gateway.regionId}/vpnGateways/${name}`,
  )?.publicIps[index];

/** Tells the ends of a router's tunnels what its sessions are now. */
export function tellEnds(world: World, project: GcpProject, routerPath: string): void {
  const gateway = routerAt(project, routerPath);
  const sessions = sessionsAt(world, routerPath);
  for (const end of world.built.tunnelEnds.values().filter(({ id }) => tunnelOf(world, id)?.router === routerPath)) {
    const { bgp: _bgp, med: _med, ...plain } = end;
    const session = sessionOver(sessions, end);
    world.built.tunnelEnds.put(
      end.id,
      session === undefined || gateway === undefined
        ? { ...plain, announces: { prefixes: [], isWithNetworks: false } }
        : { ...plain, bgp: speaker(gateway.asn, session), ...announced(world, routerPath, session) },
    );
  }
}

const tunnelOf = (world: World, endId: string) => madeAt(world, "vpn-tunnel", endId.replace(/^gcp:/, ""));

/** The session that runs over a tunnel's interface; none if it is switched off. */
function sessionOver({ interfaces, bgpPeers }: RouterSessions, { id }: TunnelEnd) {
  const port = interfaces.find(({ linkedVpnTunnel }) => endIdOf(linkedVpnTunnel) === id);
  const peer = port && bgpPeers.find(({ interfaceName, enable }) => interfaceName === port.name && enable === "TRUE");
  return port && peer && { port, peer };
}
type Session = NonNullable<ReturnType<typeof sessionOver>>;

const speaker = (localAsn: number, { port, peer }: Session): TunnelBgp => ({
  localIp: peer.ipAddress ?? port.ipRange.split("/")[0] ?? "",
  peerIp: peer.peerIpAddress,
  localAsn,
  peerAsn: peer.peerAsn,
  canInitiate: true,
  holdTimeSeconds: HOLD_SECONDS,
});

function announced(
  world: World,
  routerPath: string,
  { peer }: Session,
): { readonly announces: Announced; readonly med: number } {
  const router = madeAt(world, "router", routerPath)?.bgp;
  const says = peer.advertiseMode === "CUSTOM" ? peer : (router ?? peer);
  return {
    announces: {
      prefixes: says.advertiseMode === "CUSTOM" ? says.advertisedIpRanges.map(({ range }) => range) : [],
      isWithNetworks: says.advertiseMode === "DEFAULT",
    },
    // the estate's MEDs are what is added to Google's own
    med: Math.max(0, (peer.advertisedRoutePriority ?? BASE_PRIORITY) - BASE_PRIORITY),
  };
}
