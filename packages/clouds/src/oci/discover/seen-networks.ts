import type { SeenGateway, SeenNetwork } from "@skylane/core";
import type { RegionAnswers } from "./answers.ts";
import { asnOf, commonOf, ociKey } from "./words.ts";

/** VCNs, with how many interfaces are attached in their subnets. */
export function seenNetworks(answers: RegionAnswers): SeenNetwork[] {
  const vcnOfSubnet = new Map(answers.subnets.map(({ id, vcnId }) => [id, vcnId]));
  const counts = new Map<string, number>();
  for (const { subnetId } of answers.vnicAttachments) {
    const vcnId = vcnOfSubnet.get(subnetId ?? "");
    if (vcnId !== undefined) counts.set(vcnId, (counts.get(vcnId) ?? 0) + 1);
  }
  return answers.vcns.map((vcn) => ({
    ...commonOf(answers, vcn),
    cidrs: [...(vcn.cidrBlocks ?? (vcn.cidrBlock === undefined ? [] : [vcn.cidrBlock])), ...(vcn.ipv6CidrBlocks ?? [])],
    subnetCount: answers.subnets.filter(({ vcnId }) => vcnId === vcn.id).length,
    endpointCount: counts.get(vcn.id) ?? 0,
  }));
}

/** DRGs, with the VCNs attached to them, and what their tunnels and circuits tell of their side. */
export const seenGateways = (answers: RegionAnswers): SeenGateway[] =>
  answers.drgs.map((drg) => {
    const tunnels = answers.ipsecConnections
      .filter(({ drgId }) => drgId === drg.id)
      .flatMap(({ id }) => answers.tunnels.get(id) ?? []);
    const circuits = answers.virtualCircuits.filter(({ gatewayId }) => gatewayId === drg.id);
    const asn = [
      ...tunnels.map(({ tunnel }) => asnOf(tunnel.bgpSessionInfo?.oracleBgpAsn)),
      ...circuits.map(({ oracleBgpAsn }) => asnOf(oracleBgpAsn)),
    ].find((one) => one !== undefined);
    return {
      ...commonOf(answers, drg),
      kind: "drg",
      ...(asn !== undefined && { asn }),
      publicIps: [...new Set(tunnels.flatMap(({ tunnel }) => tunnel.vpnIp ?? []))],
      networkKeys: [...new Set(answers.drgAttachments.filter(({ drgId }) => drgId === drg.id).flatMap(vcnKeyOf))],
    };
  });

function vcnKeyOf({ networkDetails, vcnId }: RegionAnswers["drgAttachments"][number]): string[] {
  const id = networkDetails?.type === "VCN" ? networkDetails.id : vcnId;
  return id === undefined ? [] : [ociKey(id)];
}
