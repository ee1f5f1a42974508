import type { HubOf } from "../hubs.ts";
import { azureConnection, onpremTunnel, tunnelOf, type VpnDraft } from "./tunnels.ts";

/**
 * A tunnel for each address of the router, two at most, each to another of Azure's instances; Azure has the first address inside.
 * A local gateway names one BGP address, so a router with one address has one tunnel (clouds.md 9.4).
 */
export function azureOnpremVpn(draft: VpnDraft, azure: HubOf<"azure">, onprem: HubOf<"onprem">): readonly string[] {
  const tunnels = [tunnelOf(draft, "0", [azure, onprem]), tunnelOf(draft, "1", [azure, onprem])] as const;
  return onprem.publicIps.slice(0, 2).map((publicIp, i) => {
    const instance = i === 0 ? 0 : 1;
    const tunnel = tunnels[instance];
    azureConnection(
      draft,
      azure,
      tunnel,
      { publicIp, asn: onprem.asn, bgpIp: tunnel.secondIp },
      { instance, ip: tunnel.firstIp, otherInstanceIp: tunnels[instance === 0 ? 1 : 0].firstIp },
    );
    return onpremTunnel(draft, onprem, tunnel, { publicIp: azure.instances[instance].ip, asn: azure.asn }, publicIp);
  });
}
