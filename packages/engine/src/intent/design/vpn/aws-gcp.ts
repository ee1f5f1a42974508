import type { HubOf } from "../hubs.ts";
import { awsConnection, externalGateway, gcpTunnel, tunnelOf, type VpnDraft } from "./tunnels.ts";

/** Four tunnels: two AWS connections, one to each interface of the HA gateway, which knows AWS as four addresses (clouds.md 9.2). */
export function awsGcpVpn(draft: VpnDraft, aws: HubOf<"aws">, gcp: HubOf<"gcp">): readonly string[] {
  const sides = ([0, 1] as const).map((own) => {
    const tunnels = [tunnelOf(draft, `${own}.0`, [aws, gcp]), tunnelOf(draft, `${own}.1`, [aws, gcp])] as const;
    const far = { key: gcp.key, publicIp: gcp.interfaceIps[own], asn: gcp.asn };
    return { own, tunnels, ...awsConnection(draft, aws, far, own + 1, tunnels) };
  });
  const gateway = externalGateway(
    draft,
    gcp,
    sides.flatMap(({ outsideIps }) => outsideIps),
  );
  for (const { own, tunnels } of sides)
    for (const [n, tunnel] of tunnels.entries())
      gcpTunnel(draft, gcp, tunnel, { externalGateway: gateway, peerInterface: 2 * own + n, asn: aws.asn }, own);
  return sides.map(({ stepId }) => stepId);
}
