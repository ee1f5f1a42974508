import type { HubOf } from "../hubs.ts";
import { awsConnection, azureConnection, tunnelOf, type VpnDraft } from "./tunnels.ts";

/** Four tunnels: two AWS connections, one to each of Azure's instances (clouds.md 9.1). Answers the steps that are the connection. */
export function awsAzureVpn(draft: VpnDraft, aws: HubOf<"aws">, azure: HubOf<"azure">): readonly string[] {
  const tunnel = (instance: 0 | 1, n: 0 | 1) => tunnelOf(draft, `${instance}.${n}`, [aws, azure]);
  // instance by instance, so that a gateway's addresses come in the order of its instances
  const [a0, a1, b0, b1] = [tunnel(0, 0), tunnel(0, 1), tunnel(1, 0), tunnel(1, 1)];
  const pairs = [
    { instance: 0, own: [a0, a1], other: [b0, b1] },
    { instance: 1, own: [b0, b1], other: [a0, a1] },
  ] as const;
  return pairs.flatMap(({ instance, own, other }) => {
    const { outsideIps, stepId } = awsConnection(
      draft,
      aws,
      { key: azure.key, publicIp: azure.instances[instance].ip, asn: azure.asn },
      instance + 1,
      own,
    );
    for (const n of [0, 1] as const)
      azureConnection(
        draft,
        azure,
        own[n],
        { publicIp: outsideIps[n], asn: aws.asn, bgpIp: own[n].firstIp },
        { instance, ip: own[n].secondIp, otherInstanceIp: other[n].secondIp },
      );
    return [stepId];
  });
}
