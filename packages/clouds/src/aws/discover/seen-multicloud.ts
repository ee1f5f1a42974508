import type { LinkSighting } from "@skylane/core";
import { type AwsAtlas, gatewaysBehind } from "./atlas.ts";
import type { Placed } from "./inventory.ts";
import { prefixesOver } from "./prefixes-over-gateway.ts";
import type { MulticloudLink } from "./read-multicloud.ts";
import { awsKey, clipped, commonOf, isGone, mbpsOf, present, provisioningOf } from "./words.ts";

/**
 * A managed link to another cloud. It has neither tunnels nor sessions of one's own: what joins it with the far end is the id
 * that both providers show. Its price depends on how far apart the two places are, which is not listed.
 */
export function seenMulticloudLink({ it: link, ...place }: Placed<MulticloudLink>, atlas: AwsAtlas): LinkSighting[] {
  const { id, description, sharedId, attachPoint, provider, state } = link;
  if (id === undefined || isGone(state)) return [];
  const gatewayId = attachPoint?.directConnectGateway;
  const control = state === "available" ? "up" : state === "down" ? "down" : "unknown";
  const far = provider?.cloudServiceProvider ?? provider?.lastMileProvider;
  return [
    {
      ...commonOf(place, id, [], description),
      kind: "interconnect",
      aliases: [...new Set([id, description, sharedId, gatewayId].flatMap((alias) => alias || []))],
      at: awsKey(endOf(gatewayId, place.regionId, atlas) ?? id),
      join: present({ sharedId }),
      provisioning: provisioningOf(state),
      control,
      // AWS and its partners are joined by links with MACsec; AWS Interconnect user guide, infrastructure security
      isEncrypted: true,
      isPublic: false,
      ...prefixesOver(gatewayId, control, atlas),
      ...present({
        bandwidthMbps: mbpsOf(link.bandwidth),
        carrier: far === undefined ? undefined : clipped(far),
        location: link.location === undefined ? undefined : clipped(link.location),
      }),
    },
  ];
}

/** The gateway that it reaches, in its own Region or an edge there; the Direct Connect gateway where that leads to several. */
function endOf(directConnectGatewayId: string | undefined, regionId: string, atlas: AwsAtlas): string | undefined {
  const behind = gatewaysBehind(directConnectGatewayId, atlas);
  const [only, ...others] = behind.filter((id) => (atlas.core.edges.get(id)?.regionId ?? regionId) === regionId);
  return others.length === 0 ? (only ?? directConnectGatewayId) : directConnectGatewayId;
}
