import type { Finding } from "@skylane/core";
import { type AuditFacts, betweenEnds, finding } from "../facts.ts";

/** VPNs that carry prefixes with one tunnel up where the cloud gives two: its maintenance of that tunnel is an outage. */
export function singleTunnelVpns({ topology }: AuditFacts): readonly Finding[] {
  return topology.connections.flatMap((connection) => {
    if (connection.kind !== "vpn" || connection.reaches.every((prefixes) => prefixes.length === 0)) return [];
    const told = connection.sightings.find(
      ({ tunnelCount, tunnelUpCount }) => tunnelCount !== undefined && tunnelCount > 1 && tunnelUpCount === 1,
    );
    if (!told) return [];
    return finding(connection.id, {
      rule: "single-tunnel-vpn",
      severity: "low",
      title: `VPN with one tunnel up of ${told.tunnelCount}: ${betweenEnds(connection)}`,
      subjects: [connection.id],
      evidence: [
        `${told.cloud} shows ${told.tunnelCount} tunnels of ${told.nativeId}, ${told.tunnelUpCount} of them up.`,
        "The provider replaces tunnel ends without asking; with one tunnel that is an outage of minutes.",
      ],
      todo: "Set up the other tunnel at the far end, with BGP on both. It is paid for already.",
    });
  });
}
