import type { LinkSighting } from "@skylane/core";
import { tunnelPrice } from "../prices/link-months.ts";
import { endOfTunnel } from "./map-places.ts";
import type { ProjectAnswers } from "./read-project.ts";
import { keyOf, nameOf, pathOf, regionOf } from "./self-link.ts";
import { sessionFacts, sessionOver } from "./session.ts";
import { clip, momentOf, tagsOf } from "./words.ts";

const PENDING = new Set(["PROVISIONING", "WAITING_FOR_FULL_CONFIG", "ALLOCATING_RESOURCES"]);
const FAILED = new Set(["FAILED", "REJECTED", "AUTHORIZATION_ERROR", "NEGOTIATION_FAILURE", "NETWORK_ERROR"]);
const DOWN = new Set([
  "FIRST_HANDSHAKE",
  "NO_INCOMING_PACKETS",
  "STOPPED",
  "PEER_IDENTITY_MISMATCH",
  "TS_NARROWING_NOT_ALLOWED",
]);

type Tunnel = ProjectAnswers["tunnels"][number];

/** VPN tunnels as sightings: of a VPN, or of a peering between gateways where both ends are in Google Cloud. */
export function tunnelSightings(answers: ProjectAnswers): LinkSighting[] {
  return answers.tunnels.flatMap((tunnel) => {
    const at = endOfTunnel(answers, tunnel);
    return at === undefined ? [] : [sightingOf(answers, tunnel, at)];
  });
}

function sightingOf(answers: ProjectAnswers, tunnel: Tunnel, at: string): LinkSighting {
  const session = sessionOver(answers, tunnel.selfLink);
  const regionId = regionOf(tunnel.selfLink);
  const port = portOf(answers, tunnel);
  const peerPublicIp = tunnel.peerIp ?? externalAddress(answers, tunnel);
  const peer = tunnel.peerGcpGateway === undefined ? undefined : peerOf(answers, tunnel.peerGcpGateway);
  const control = controlOf(tunnel.status, session.state?.isUp);
  const bytes30d = answers.bytes.tunnels.get(`${regionId}|${tunnel.name}`);
  const createdAtMs = momentOf(tunnel.creationTimestamp);
  const listPrice = tunnelPrice(regionId);
  return {
    key: keyOf(tunnel.selfLink),
    cloud: "gcp",
    accountId: answers.projectId,
    regionId,
    nativeId: pathOf(tunnel.selfLink),
    name: clip(tunnel.name),
    tags: tagsOf(tunnel),
    kind: tunnel.peerGcpGateway === undefined ? "vpn" : "transit-peering",
    aliases: [tunnel.name],
    at,
    ...(peer !== undefined && { peer }),
    join: {
      ...(port?.ipAddress !== undefined && { localPublicIp: port.ipAddress }),
      ...(peerPublicIp !== undefined && { peerPublicIp }),
      ...session.join,
    },
    provisioning: provisioningOf(tunnel.status),
    control,
    tunnelCount: 1,
    ...(control !== "unknown" && { tunnelUpCount: control === "up" ? 1 : 0 }),
    isEncrypted: true,
    // What runs over an interconnect, or between two gateways of Google Cloud, does not leave for the internet.
    isPublic: port?.interconnectAttachment === undefined && tunnel.peerGcpGateway === undefined,
    ...sessionFacts(session),
    ...(bytes30d !== undefined && { bytes30d }),
    ...(createdAtMs !== undefined && { createdAtMs }),
    ...(listPrice && { listPrice }),
  };
}

/** Interface of the HA gateway that a tunnel leaves by. */
function portOf({ vpnGateways }: ProjectAnswers, { vpnGateway, vpnGatewayInterface = 0 }: Tunnel) {
  if (vpnGateway === undefined) return undefined;
  const gateway = vpnGateways.find(({ selfLink }) => pathOf(selfLink) === pathOf(vpnGateway));
  return gateway?.vpnInterfaces.find(({ id }, i) => (id ?? i) === vpnGatewayInterface);
}

function externalAddress(
  { externalVpnGateways }: ProjectAnswers,
  { peerExternalGateway, peerExternalGatewayInterface = 0 }: Tunnel,
): string | undefined {
  if (peerExternalGateway === undefined) return undefined;
  const gateway = externalVpnGateways.find(({ name }) => name === nameOf(peerExternalGateway));
  return gateway?.interfaces.find(({ id }, i) => (id ?? i) === peerExternalGatewayInterface)?.ipAddress;
}

/** The router behind a VPN gateway of ours, if it is one; else the gateway itself. */
function peerOf(answers: ProjectAnswers, vpnGateway: string): string {
  const routers = new Set(
    answers.tunnels.flatMap((tunnel) =>
      tunnel.router !== undefined && tunnel.vpnGateway !== undefined && pathOf(tunnel.vpnGateway) === pathOf(vpnGateway)
        ? [keyOf(tunnel.router)]
        : [],
    ),
  );
  const [only] = routers;
  return routers.size === 1 && only !== undefined ? only : keyOf(vpnGateway);
}

function provisioningOf(status: string | undefined): LinkSighting["provisioning"] {
  if (status === undefined) return "unknown";
  if (PENDING.has(status)) return "pending";
  return status === "FAILED" || status === "REJECTED" ? "failed" : "ready";
}

/** A tunnel is up if its keys are exchanged and, where BGP runs over it, the session is up too. */
export function controlOf(status: string | undefined, isSessionUp: boolean | undefined): LinkSighting["control"] {
  if (status === "ESTABLISHED") return isSessionUp === false ? "down" : "up";
  return status !== undefined && (DOWN.has(status) || FAILED.has(status)) ? "down" : "unknown";
}
