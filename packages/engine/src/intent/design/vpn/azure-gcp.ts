import type { HubOf } from "../hubs.ts";
import { azureConnection, externalGateway, gcpTunnel, tunnelOf, type VpnDraft } from "./tunnels.ts";

/** Two tunnels: each of Azure's instances with one interface of the HA gateway; Azure has the first address inside (clouds.md 9.3). */
export function azureGcpVpn(draft: VpnDraft, azure: HubOf<"azure">, gcp: HubOf<"gcp">): readonly string[] {
  const tunnels = [tunnelOf(draft, "0", [azure, gcp]), tunnelOf(draft, "1", [azure, gcp])] as const;
  const gateway = externalGateway(
    draft,
    gcp,
    azure.instances.map(({ ip }) => ip),
  );
  return ([0, 1] as const).map((instance) => {
    const tunnel = tunnels[instance];
    azureConnection(
      draft,
      azure,
      tunnel,
      { publicIp: gcp.interfaceIps[instance], asn: gcp.asn, bgpIp: tunnel.secondIp },
      { instance, ip: tunnel.firstIp, otherInstanceIp: tunnels[instance === 0 ? 1 : 0].firstIp },
    );
    const far = { externalGateway: gateway, peerInterface: instance, asn: azure.asn };
    return gcpTunnel(draft, gcp, tunnel, far, instance);
  });
}
