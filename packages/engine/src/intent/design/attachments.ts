import type { IntentId, SeenNetwork } from "@skylane/core";
import type { Hub, NoHub } from "./hubs.ts";
import type { StepBook } from "./step-book.ts";

/** Attaches a VPC to its transit gateway where it is not; answers the step to wait for, if there is one. */
export function wantAttachment(
  book: StepBook,
  hub: Hub,
  network: SeenNetwork,
  intentIds: readonly IntentId[],
): readonly string[] | NoHub {
  if (hub.cloud !== "aws" || hub.networkKeys.includes(network.key)) return [];
  // one subnet in each zone: AWS takes no two of one zone
  const byZone = new Map((network.subnets ?? []).map(({ zone = "", nativeId }) => [zone, nativeId] as const).reverse());
  if (byZone.size === 0)
    return {
      rule: "network.subnets-known",
      message: `The subnets of ${network.nativeId.slice(-60)} were not read, and an attachment needs one in each zone.`,
      example: "a VPC whose subnets Skylane may read (ec2:DescribeSubnets)",
    };
  const key = `aws/vpc-attachment/${network.nativeId}`;
  return [
    book.want(
      {
        resource: "aws.vpc-attachment",
        at: { cloud: "aws", accountId: network.accountId, regionId: network.regionId },
        key,
        desired: {
          transitGatewayId: hub.transitGatewayId,
          vpcId: network.nativeId,
          subnetIds: [...byZone.values()].sort(),
          routeTableId: hub.routeTableId,
        },
        summary: `Attach ${network.nativeId.slice(0, 40)} to the transit gateway of ${network.regionId}`,
      },
      intentIds,
    ).id,
  ];
}
