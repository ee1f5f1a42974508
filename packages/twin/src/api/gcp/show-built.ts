import type { EstateGateway } from "../../estate/estate.ts";
import type { World } from "../../world/world.ts";
import { type Made, madeIn, sessionsAt } from "./built-objects.ts";
import type { Scoped } from "./lists.ts";
import type { GcpLink, GcpProject } from "./project.ts";
import { resource, selfLink } from "./resource.ts";
import { endIdOf } from "./tunnel-ends.ts";

const scopeOf = (path: string): string => /regions\/[^/]+/.exec(path)?.[0] ?? "global";
const regionOf = (path: string): string => selfLink(path.slice(0, path.lastIndexOf("/", path.lastIndexOf("/") - 1)));

/** HA VPN gateways that the API made. */
export const madeVpnGateways = (world: World, { id }: GcpProject): readonly Scoped[] =>
  madeIn(world, "vpn-gateway", id).map(({ path, data }) => ({
    scope: scopeOf(path),
    item: () => ({
      ...resource("vpnGateway", path),
      description: data.description,
      region: regionOf(path),
      network: selfLink(data.network),
      vpnInterfaces: data.ipAddresses.map((ipAddress, index) => ({ id: index, ipAddress })),
      stackType: data.stackType,
      gatewayIpVersion: "IPV4",
    }),
  }));

/** The far sides' devices that the API was told of. */
export const madeExternalGateways = (world: World, { id }: GcpProject) =>
  madeIn(world, "external-gateway", id).map(({ path, data }) => ({ ...resource("externalVpnGateway", path), ...data }));

/** Tunnels that the API made. The shared secret is write-only, as in the real API. */
export const madeTunnels = (world: World, project: GcpProject): readonly Scoped[] =>
  madeIn(world, "vpn-tunnel", project.id).map((tunnel) => ({
    scope: scopeOf(tunnel.path),
    item: () => tunnelItem(world, tunnel),
  }));

function tunnelItem(world: World, { path, data }: Made<"vpn-tunnel">) {
  const end = world.built.tunnelEnds.get(endIdOf(path));
  return {
    ...resource("vpnTunnel", path),
    ...data,
    region: regionOf(path),
    vpnGateway: selfLink(data.vpnGateway),
    peerExternalGateway: selfLink(data.peerExternalGateway),
    router: selfLink(data.router),
    peerIp: end?.remotePublicIp,
    ...stateOf(world, path),
    localTrafficSelector: ["0.0.0.0/0"],
    remoteTrafficSelector: ["0.0.0.0/0"],
  };
}

/** How a tunnel is, in Google's words. */
function stateOf(world: World, path: string): { readonly status: string; readonly detailedStatus: string } {
  const status = world.tunnelStatus(endIdOf(path));
  if (status.state !== "ike-down") return { status: "ESTABLISHED", detailedStatus: "Tunnel is up and running." };
  switch (status.reason) {
    case "psk-mismatch":
      return {
        status: "AUTHORIZATION_ERROR",
        detailedStatus: "Authorization error (bad handshake). Check that both sides have the same shared secret.",
      };
    case "no-proposal":
    case "version-mismatch":
      return {
        status: "NEGOTIATION_FAILURE",
        detailedStatus: "Handshake failed: the peer proposes no cipher in common.",
      };
    case "starting":
      return {
        status: "FIRST_HANDSHAKE",
        detailedStatus: "Handshake with the peer was successful for the first time.",
      };
    default:
      return {
        status: "NO_INCOMING_PACKETS",
        detailedStatus:
          "No incoming packets from peer. Check that the peer's gateway is configured and can be reached.",
      };
  }
}

/** `vpnGateways.getStatus`: each tunnel of a gateway, and whether they are as many as Google's promise wants. */
export function gatewayStatusOf(world: World, project: GcpProject, path: string) {
  const tunnels = madeIn(world, "vpn-tunnel", project.id).filter(({ data }) => data.vpnGateway === path);
  const byPeer = Map.groupBy(tunnels, ({ data }) => data.peerExternalGateway);
  return {
    result: {
      vpnConnections: [...byPeer].map(([peer, all]) => {
        const interfaces = new Set(all.map(({ data }) => data.vpnGatewayInterface));
        return {
          peerExternalGateway: selfLink(peer),
          tunnels: all.map((tunnel) => ({
            tunnelUrl: selfLink(tunnel.path),
            localGatewayInterface: tunnel.data.vpnGatewayInterface,
            peerGatewayInterface: tunnel.data.peerExternalGatewayInterface,
          })),
          state:
            interfaces.size === 2
              ? { state: "CONNECTION_REDUNDANCY_MET" }
              : { state: "CONNECTION_REDUNDANCY_NOT_MET", unsatisfiedReason: "INCOMPLETE_TUNNELS_COVERAGE" },
        };
      }),
    },
  };
}

/** A session of a router that the API was told of, and the link it runs over while it is up. */
export interface MadeSession {
  readonly peer: ReturnType<typeof sessionsAt>["bgpPeers"][number];
  readonly localIp: string;
  readonly tunnelPath: string | undefined;
  readonly link: GcpLink | undefined;
}

export function madeSessions(world: World, gateway: EstateGateway, path: string): readonly MadeSession[] {
  const { interfaces, bgpPeers } = sessionsAt(world, path);
  return bgpPeers.map((peer) => {
    const port = interfaces.find(({ name }) => name === peer.interfaceName);
    const status = port ? world.tunnelStatus(endIdOf(port.linkedVpnTunnel)) : undefined;
    const found =
      status?.state === "up"
        ? world.viewOf(gateway.id).links.find(({ connection }) => connection.id === status.connectionId)
        : undefined;
    const tunnelPath = port?.linkedVpnTunnel;
    return {
      peer,
      localIp: peer.ipAddress ?? port?.ipRange.split("/")[0] ?? "",
      tunnelPath,
      link: found && {
        ...found,
        name: tunnelPath?.slice(tunnelPath.lastIndexOf("/") + 1) ?? "",
        gateway,
        peerName: peer.name,
      },
    };
  });
}

/** The interfaces and sessions that were added to a router, as it shows them. */
export function madeEntries(world: World, path: string) {
  const { interfaces, bgpPeers } = sessionsAt(world, path);
  return {
    interfaces: interfaces.map((one) => ({
      ...one,
      linkedVpnTunnel: selfLink(one.linkedVpnTunnel),
      managementType: "MANAGED_BY_USER",
      ipVersion: "IPV4",
    })),
    bgpPeers: bgpPeers.map((peer) => ({
      ...peer,
      ipAddress: peer.ipAddress ?? interfaces.find(({ name }) => name === peer.interfaceName)?.ipRange.split("/")[0],
      advertisedRoutePriority: peer.advertisedRoutePriority ?? 100,
      managementType: "MANAGED_BY_USER",
      enableIpv4: true,
    })),
  };
}

/** True if a public address is somebody's: what is handed out must be nobody's. */
export const isTaken = (world: World, address: string): boolean =>
  world.atlas.estate.networks.some(({ egressIp }) => egressIp === address) ||
  world.atlas.estate.connections.some(({ a, b }) => a.publicIp === address || b.publicIp === address) ||
  world.built.objects.values().some(({ data }) => JSON.stringify(data).includes(`"${address}"`)) ||
  world.built.tunnelEnds.values().some((end) => [end.localPublicIp, end.remotePublicIp].includes(address)) ||
  [...world.services.services.values()].some(({ publicAddress }) => publicAddress === address);
