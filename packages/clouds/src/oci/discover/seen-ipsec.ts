import type { LinkSighting } from "@skylane/core";
import type { RegionAnswers, TunnelAnswer } from "./answers.ts";
import { addressOf, asnOf, commonOf, momentOf, ociKey, present, provisioningOf } from "./words.ts";

/** IPSec connections, each with all of its tunnels. The facts to join by are of one tunnel that is up, else of the first. */
export const seenIpsecConnections = (answers: RegionAnswers): LinkSighting[] =>
  answers.ipsecConnections.map((connection) => {
    const tunnels = answers.tunnels.get(connection.id) ?? [];
    const cpe = answers.cpes.find(({ id }) => id === connection.cpeId);
    const main = tunnels.find(isUp) ?? tunnels[0];
    const tunnelUpCount = tunnels.filter(isUp).length;
    const changes = tunnels.flatMap(({ tunnel }) => momentOf(tunnel.timeStatusUpdated) ?? []);
    return {
      ...commonOf(answers, connection),
      kind: "vpn",
      aliases: [connection.displayName, ...tunnels.map(({ tunnel }) => tunnel.id)].flatMap((alias) => alias ?? []),
      at: ociKey(connection.drgId),
      join: joinOf(main?.tunnel, cpe?.ipAddress),
      provisioning: provisioningOf(connection.lifecycleState),
      control: controlOf(tunnels, tunnelUpCount),
      tunnelCount: tunnels.length,
      tunnelUpCount,
      isEncrypted: true,
      isPublic: connection.transportType !== "FASTCONNECT",
      ...present({
        receivedPrefixes: prefixesOf(tunnels, "CUSTOMER"),
        announcedPrefixes: prefixesOf(tunnels, "ORACLE"),
        createdAtMs: momentOf(connection.timeCreated),
        lastChangedAtMs: changes.length > 0 ? Math.max(...changes) : undefined,
      }),
    };
  });

/** A tunnel that routes by BGP is up when its session is. */
const isUp = ({ tunnel }: TunnelAnswer): boolean =>
  tunnel.status === "UP" && (tunnel.routing !== "BGP" || tunnel.bgpSessionInfo?.bgpState !== "DOWN");

function controlOf(tunnels: readonly TunnelAnswer[], upCount: number): LinkSighting["control"] {
  if (tunnels.length === 0) return "unknown";
  if (upCount === tunnels.length) return "up";
  return upCount > 0 || tunnels.some(({ tunnel }) => tunnel.status === "PARTIAL_UP") ? "partial" : "down";
}

const joinOf = (tunnel: TunnelAnswer["tunnel"] | undefined, cpeAddress: string | undefined): LinkSighting["join"] =>
  present({
    localPublicIp: tunnel?.vpnIp,
    peerPublicIp: tunnel?.cpeIp ?? cpeAddress,
    localInsideIp: addressOf(tunnel?.bgpSessionInfo?.oracleInterfaceIp),
    peerInsideIp: addressOf(tunnel?.bgpSessionInfo?.customerInterfaceIp),
    localAsn: asnOf(tunnel?.bgpSessionInfo?.oracleBgpAsn),
    peerAsn: asnOf(tunnel?.bgpSessionInfo?.customerBgpAsn),
  });

/** Of all tunnels together; `undefined` where no tunnel's routes could be read. */
function prefixesOf(tunnels: readonly TunnelAnswer[], advertiser: "CUSTOMER" | "ORACLE"): string[] | undefined {
  const read = tunnels.flatMap(({ routes }) => (routes === undefined ? [] : [routes]));
  if (read.length === 0) return undefined;
  return [...new Set(read.flat().flatMap((route) => (route.advertiser === advertiser ? (route.prefix ?? []) : [])))];
}
