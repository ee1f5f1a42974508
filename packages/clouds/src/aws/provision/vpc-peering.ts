import type { VpcPeeringConnection } from "@aws-sdk/client-ec2";
import type { ObservedResource, Provisioner, ResolvedStep } from "@skylane/core";
import * as z from "zod";
import { readDesired } from "../../_shared/provision/read-desired.ts";
import { type AwsPlace, isRefusedBy } from "../sdk-calls.ts";
import { RegionId } from "../steer/aws-ids.ts";
import { type AwsBuilder, placeOf } from "./aws-builder.ts";
import { AccountId, VpcId } from "./aws-words.ts";
import { isMadeBy, tagged } from "./tags.ts";
import { takeAway } from "./take-away.ts";

const Desired = z.strictObject({
  vpcId: VpcId,
  peerVpcId: VpcId,
  peerAccountId: AccountId,
  peerRegionId: RegionId,
});
type Desired = z.infer<typeof Desired>;

/** Two VPCs joined directly: asked for in the account and Region of the one, accepted in those of the other. */
export function vpcPeering(aws: AwsBuilder): Provisioner {
  const find = async (step: ResolvedStep, { vpcId, peerVpcId }: Desired): Promise<VpcPeeringConnection | undefined> => {
    const between = async (requester: string, accepter: string): Promise<readonly VpcPeeringConnection[]> => {
      const { VpcPeeringConnections = [] } = await aws.ec2(
        placeOf(step),
        "DescribeVpcPeeringConnections",
        (client, sdk) =>
          client.send(
            new sdk.DescribeVpcPeeringConnectionsCommand({
              Filters: [
                { Name: "requester-vpc-info.vpc-id", Values: [requester] },
                { Name: "accepter-vpc-info.vpc-id", Values: [accepter] },
              ],
            }),
          ),
      );
      return VpcPeeringConnections.filter(({ Status }) => LIVING.has(Status?.Code ?? ""));
    };
    const found = [...(await between(vpcId, peerVpcId)), ...(await between(peerVpcId, vpcId))];
    return found.find(({ Tags }) => isMadeBy(step, Tags)) ?? found[0];
  };
  const observe = async (step: ResolvedStep): Promise<ObservedResource | undefined> => {
    const found = await find(step, readDesired(Desired, step));
    return found && shown(step, found);
  };
  return {
    resource: "aws.vpc-peering",
    desired: Desired,
    typicalMs: 15_000,
    observe,
    async ensure(step, known) {
      const wanted = readDesired(Desired, step);
      const found = known?.isAbsent ? undefined : await find(step, wanted);
      if (!found) return shown(step, await request(aws, step, wanted));
      if (found.Status?.Code !== "pending-acceptance" || !isMadeBy(step, found.Tags)) return shown(step, found);
      await accept(aws, peerOf(wanted), found.VpcPeeringConnectionId ?? "");
      return (await observe(step)) ?? shown(step, found);
    },
    async remove(step, { ids }) {
      const found = ids.peeringId === undefined ? await observe(step) : undefined;
      const VpcPeeringConnectionId = ids.peeringId ?? (found?.isOurs ? found.ids.peeringId : undefined);
      if (VpcPeeringConnectionId === undefined) return "removed";
      return takeAway(
        async () => {
          const { VpcPeeringConnections } = await aws.ec2(
            placeOf(step),
            "DescribeVpcPeeringConnections",
            (client, sdk) =>
              client.send(
                new sdk.DescribeVpcPeeringConnectionsCommand({ VpcPeeringConnectionIds: [VpcPeeringConnectionId] }),
              ),
          );
          const code = VpcPeeringConnections?.[0]?.Status?.Code;
          return code !== undefined && ENDED.has(code) ? "deleted" : code;
        },
        () =>
          aws.ec2(placeOf(step), "DeleteVpcPeeringConnection", (client, sdk) =>
            client.send(new sdk.DeleteVpcPeeringConnectionCommand({ VpcPeeringConnectionId })),
          ),
      );
    },
  };
}

/** States that it can still be used in; AWS shows the others for hours. */
const LIVING: ReadonlySet<string> = new Set(["initiating-request", "pending-acceptance", "provisioning", "active"]);
const ENDED: ReadonlySet<string> = new Set(["deleted", "rejected", "failed", "expired"]);

const peerOf = ({ peerAccountId, peerRegionId }: Desired): AwsPlace => ({
  accountId: peerAccountId,
  regionId: peerRegionId,
});

async function request(aws: AwsBuilder, step: ResolvedStep, wanted: Desired): Promise<VpcPeeringConnection> {
  const { VpcPeeringConnection: made } = await aws.ec2Once(placeOf(step), "CreateVpcPeeringConnection", (client, sdk) =>
    client.send(
      new sdk.CreateVpcPeeringConnectionCommand({
        VpcId: wanted.vpcId,
        PeerVpcId: wanted.peerVpcId,
        PeerOwnerId: wanted.peerAccountId,
        PeerRegion: wanted.peerRegionId,
        TagSpecifications: tagged("vpc-peering-connection", step),
      }),
    ),
  );
  return made ?? {};
}

/** The other Region may not know of it yet: then it is accepted at the next visit. */
async function accept(aws: AwsBuilder, peer: AwsPlace, VpcPeeringConnectionId: string): Promise<void> {
  try {
    await aws.ec2(peer, "AcceptVpcPeeringConnection", (client, sdk) =>
      client.send(new sdk.AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId })),
    );
  } catch (error) {
    if (!isRefusedBy(["InvalidVpcPeeringConnectionID.NotFound", "InvalidStateTransition"], error)) throw error;
  }
}

function shown(step: ResolvedStep, { VpcPeeringConnectionId, Status, Tags }: VpcPeeringConnection): ObservedResource {
  const peeringId = VpcPeeringConnectionId ?? "";
  const hasFailed = Status?.Code !== undefined && ENDED.has(Status.Code);
  return {
    state: hasFailed ? "failed" : Status?.Code === "active" ? "ready" : "pending",
    isOurs: isMadeBy(step, Tags),
    ids: { peeringId },
    outputs: { peeringId },
    differs: [],
    ...(hasFailed && { reason: Status?.Message ?? "AWS says that the peering has failed" }),
  };
}
