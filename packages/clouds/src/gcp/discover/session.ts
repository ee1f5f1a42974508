import type { JoinFacts, LinkSighting } from "@skylane/core";
import type { ProjectAnswers, SessionState } from "./read-project.ts";
import { pathOf } from "./self-link.ts";
import { addressOf } from "./words.ts";

/** What a router tells of the BGP session over one tunnel or attachment. */
export interface LinkSession {
  readonly join: Pick<JoinFacts, "localInsideIp" | "peerInsideIp" | "localAsn" | "peerAsn">;
  readonly state: SessionState | undefined;
  readonly isBfdOn: boolean | undefined;
}

/** The session over the tunnel or attachment at that self link; nothing is known if no router has an interface on it. */
export function sessionOver(
  { routers, sessions }: Pick<ProjectAnswers, "routers" | "sessions">,
  selfLink: string,
): LinkSession {
  const path = pathOf(selfLink);
  for (const router of routers) {
    const port = router.interfaces.find(({ linkedVpnTunnel, linkedInterconnectAttachment }) =>
      [linkedVpnTunnel, linkedInterconnectAttachment].some((url) => url !== undefined && pathOf(url) === path),
    );
    if (!port) continue;
    const peers = router.bgpPeers.filter(({ interfaceName }) => interfaceName === port.name);
    const peer = peers.find(({ ipAddress }) => ipAddress?.includes(".")) ?? peers[0];
    const localInsideIp = peer?.ipAddress ?? addressOf(port.ipRange);
    return {
      join: {
        ...(localInsideIp !== undefined && { localInsideIp }),
        ...(peer?.peerIpAddress !== undefined && { peerInsideIp: peer.peerIpAddress }),
        ...(router.bgp?.asn !== undefined && { localAsn: router.bgp.asn }),
        ...(peer?.peerAsn !== undefined && { peerAsn: peer.peerAsn }),
      },
      state: peer && sessions.get(`${router.selfLink}|${peer.name}`),
      isBfdOn: peer && (peer.bfd?.sessionInitializationMode ?? "DISABLED") !== "DISABLED",
    };
  }
  return { join: {}, state: undefined, isBfdOn: undefined };
}

/** The part of a sighting that comes from its BGP session. */
export const sessionFacts = ({ state, isBfdOn }: LinkSession): Partial<LinkSighting> => ({
  ...(isBfdOn !== undefined && { isBfdOn }),
  ...(state?.learned && { receivedPrefixes: [...state.learned] }),
  ...(state?.told && { announcedPrefixes: [...state.told] }),
  ...(state?.learnedCount !== undefined && { receivedRouteCount: state.learnedCount }),
});
