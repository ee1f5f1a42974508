import type { IntentId, SeenNetwork } from "@skylane/core";
import { nameFor } from "./naming.ts";
import type { StepBook } from "./step-book.ts";
import type { NextHop } from "./vpc-routes.ts";

/** A peering that is planned: its steps, and what routes of VPCs lead to. */
export interface PlannedPeering {
  readonly stepIds: readonly string[];
  readonly next?: NextHop | undefined;
}

/** Two networks joined within one cloud; `undefined` = Skylane makes none there. Both sides are made; the same two networks, the same keys. */
export function planPeering(
  book: StepBook,
  a: SeenNetwork,
  b: SeenNetwork,
  intentIds: readonly IntentId[],
): PlannedPeering | undefined {
  const [one, other] = a.key < b.key ? [a, b] : [b, a];
  if (one.cloud !== other.cloud) return undefined;
  switch (one.cloud) {
    case "aws": {
      const key = vpcPeeringKey(one, other);
      const step = book.want(
        {
          resource: "aws.vpc-peering",
          at: placeOf(one),
          key,
          desired: {
            vpcId: one.nativeId,
            peerVpcId: other.nativeId,
            peerAccountId: other.accountId,
            peerRegionId: other.regionId,
          },
          summary: `Peering of ${one.nativeId.slice(0, 40)} with ${other.nativeId.slice(0, 40)}`,
        },
        intentIds,
      );
      return { stepIds: [step.id], next: { field: "peeringId", id: step.output("peeringId") } };
    }
    case "azure":
      return { stepIds: [vnetPeering(book, one, other, intentIds), vnetPeering(book, other, one, intentIds)] };
    case "gcp":
      return { stepIds: [gcpPeering(book, one, other, intentIds), gcpPeering(book, other, one, intentIds)] };
    default:
      return undefined;
  }
}

/** Names the peering of two VPCs over all plans. */
export const vpcPeeringKey = (a: SeenNetwork, b: SeenNetwork): string => {
  const [one, other] = a.key < b.key ? [a, b] : [b, a];
  return `aws/vpc-peering/${one.nativeId}/${other.nativeId}`;
};

/** Half of a peering: Azure and Google ask both networks. No gateway is lent: only these two meet. */
function vnetPeering(book: StepBook, own: SeenNetwork, remote: SeenNetwork, intentIds: readonly IntentId[]): string {
  const key = `azure/vnet-peering/${own.nativeId.slice(-180)}/${remote.nativeId.slice(-180)}`;
  return book.want(
    {
      resource: "azure.vnet-peering",
      at: placeOf(own),
      key,
      desired: {
        vnetId: own.nativeId,
        name: nameFor(`to-${remote.regionId}`, key),
        remoteVnetId: remote.nativeId,
        allowGatewayTransit: false,
        useRemoteGateways: false,
        allowForwardedTraffic: false,
      },
      summary: `Peering of the VNet in ${own.regionId} with the one in ${remote.regionId}`,
      lock: `azure/vnet/${own.nativeId.slice(-200)}`,
    },
    intentIds,
  ).id;
}

function gcpPeering(book: StepBook, own: SeenNetwork, remote: SeenNetwork, intentIds: readonly IntentId[]): string {
  const key = `gcp/network-peering/${own.nativeId.slice(-180)}/${remote.nativeId.slice(-180)}`;
  return book.want(
    {
      resource: "gcp.network-peering",
      at: placeOf(own),
      key,
      desired: { network: own.nativeId, name: nameFor("peer", key), peerNetwork: remote.nativeId },
      summary: `Peering of ${own.nativeId.slice(-60)} with ${remote.nativeId.slice(-60)}`,
      lock: `gcp/network/${own.nativeId.slice(-200)}`,
    },
    intentIds,
  ).id;
}

const placeOf = ({ cloud, accountId, regionId }: SeenNetwork) => ({ cloud, accountId, regionId });
