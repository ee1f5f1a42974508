import type { HubOf } from "../hubs.ts";
import { externalGateway, gcpTunnel, onpremTunnel, tunnelOf, type VpnDraft } from "./tunnels.ts";

/** Two tunnels, one from each interface of the HA gateway; both to the router's one address, or one to each of two (clouds.md 9.4). */
export function gcpOnpremVpn(draft: VpnDraft, gcp: HubOf<"gcp">, onprem: HubOf<"onprem">): readonly string[] {
  const publicIps = onprem.publicIps.slice(0, 2);
  const gateway = externalGateway(draft, gcp, publicIps);
  return ([0, 1] as const).map((own) => {
    const tunnel = tunnelOf(draft, `${own}`, [gcp, onprem]);
    const peerInterface = Math.min(own, publicIps.length - 1);
    // Google has the second address inside everywhere; here the router must take the first
    const mirrored = { ...tunnel, firstIp: tunnel.secondIp, secondIp: tunnel.firstIp };
    onpremTunnel(
      draft,
      onprem,
      mirrored,
      { publicIp: gcp.interfaceIps[own], asn: gcp.asn },
      publicIps[peerInterface] as string,
    );
    return gcpTunnel(draft, gcp, tunnel, { externalGateway: gateway, peerInterface, asn: onprem.asn }, own);
  });
}
