import type { HubOf } from "../hubs.ts";
import { awsConnection, onpremTunnel, tunnelOf, type VpnDraft } from "./tunnels.ts";

/** One AWS connection with its two tunnels, both to the router's first address (clouds.md 9.4). */
export function awsOnpremVpn(draft: VpnDraft, aws: HubOf<"aws">, onprem: HubOf<"onprem">): readonly string[] {
  const tunnels = [tunnelOf(draft, "0.0", [aws, onprem]), tunnelOf(draft, "0.1", [aws, onprem])] as const;
  const [publicIp = ""] = onprem.publicIps;
  const { outsideIps, stepId } = awsConnection(draft, aws, { key: onprem.key, publicIp, asn: onprem.asn }, 1, tunnels);
  for (const [n, tunnel] of tunnels.entries())
    onpremTunnel(draft, onprem, tunnel, { publicIp: outsideIps[n] as string, asn: aws.asn }, publicIp);
  return [stepId];
}
