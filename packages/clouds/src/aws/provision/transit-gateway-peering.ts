import type { TransitGatewayPeeringAttachment } from "@aws-sdk/client-ec2";
import type { ObservedResource, Provisioner, ResolvedStep } from "@skylane/core";
import * as z from "zod";
import { readDesired } from "../../_shared/provision/read-desired.ts";
import { type AwsPlace, isRefusedBy } from "../sdk-calls.ts";
import { RegionId } from "../steer/aws-ids.ts";
import { areLinked, closeLinkGaps, findAttachment, linkGaps } from "./attachment-links.ts";
import { type AwsBuilder, placeOf } from "./aws-builder.ts";
import { AccountId, TransitGatewayId, TransitGatewayRouteTableId } from "./aws-words.ts";
import { madeBy, tagged } from "./tags.ts";
import { takeAway } from "./take-away.ts";

const Desired = z.strictObject({
  transitGatewayId: TransitGatewayId,
  peerTransitGatewayId: TransitGatewayId,
  peerAccountId: AccountId,
  peerRegionId: RegionId,
  /** Tables that decide for what comes over it, on either side; nothing is propagated over a peering. */
  routeTableId: TransitGatewayRouteTableId,
  peerRouteTableId: TransitGatewayRouteTableId,
});
type Desired = z.infer<typeof Desired>;

/** Two transit gateways joined: asked for on one side, accepted on the other, and given a table on each. */
export function transitGatewayPeering(aws: AwsBuilder): Provisioner {
  const find = async (step: ResolvedStep): Promise<TransitGatewayPeeringAttachment | undefined> => {
    const { TransitGatewayPeeringAttachments = [] } = await aws.ec2(
      placeOf(step),
      "DescribeTransitGatewayPeeringAttachments",
      (client, sdk) => client.send(new sdk.DescribeTransitGatewayPeeringAttachmentsCommand({ Filters: madeBy(step) })),
    );
    return TransitGatewayPeeringAttachments.find(({ State }) => !GONE.has(State ?? ""));
  };
  /** Both ends' links to their tables; what is missing is begun if `isWriting`. */
  const areEndsLinked = async (
    step: ResolvedStep,
    wanted: Desired,
    found: TransitGatewayPeeringAttachment,
    isWriting: boolean,
  ): Promise<boolean> => {
    const { attachmentId, peerAttachmentId } = idsOf(found);
    const ends = [
      { place: placeOf(step), id: attachmentId, tableId: wanted.routeTableId },
      { place: peerOf(wanted), id: peerAttachmentId, tableId: wanted.peerRouteTableId },
    ];
    const linked = ends.map(async ({ place, id, tableId }) => {
      const links = { associatedWith: tableId, propagatesInto: [] };
      const attachment = await findAttachment(aws, place, [{ Name: "transit-gateway-attachment-id", Values: [id] }]);
      if (attachment?.State !== "available") return false;
      const gaps = await linkGaps(aws, place, attachment, links);
      if (isWriting && !areLinked(gaps)) await closeLinkGaps(aws, place, id, gaps, links);
      return areLinked(gaps);
    });
    return (await Promise.all(linked)).every(Boolean);
  };
  const observe = async (step: ResolvedStep): Promise<ObservedResource | undefined> => {
    const wanted = readDesired(Desired, step);
    const found = await find(step);
    if (!found) return undefined;
    return shown(found, found.State === "available" && (await areEndsLinked(step, wanted, found, false)));
  };
  return {
    resource: "aws.transit-gateway-peering",
    desired: Desired,
    typicalMs: 180_000,
    observe,
    async ensure(step, known) {
      const wanted = readDesired(Desired, step);
      const found = known?.isAbsent ? undefined : await find(step);
      if (!found) return shown(await request(aws, step, wanted), false);
      if (found.State === "pendingAcceptance") await accept(aws, peerOf(wanted), idsOf(found).peerAttachmentId);
      if (found.State !== "available") return shown(found, false);
      await areEndsLinked(step, wanted, found, true);
      return (await observe(step)) ?? shown(found, false);
    },
    async remove(step, { ids }) {
      const TransitGatewayAttachmentId = ids.attachmentId ?? (await find(step))?.TransitGatewayAttachmentId;
      if (TransitGatewayAttachmentId === undefined) return "removed";
      return takeAway(
        async () => {
          const { TransitGatewayPeeringAttachments } = await aws.ec2(
            placeOf(step),
            "DescribeTransitGatewayPeeringAttachments",
            (client, sdk) =>
              client.send(
                new sdk.DescribeTransitGatewayPeeringAttachmentsCommand({
                  TransitGatewayAttachmentIds: [TransitGatewayAttachmentId],
                }),
              ),
          );
          return TransitGatewayPeeringAttachments?.[0]?.State;
        },
        () =>
          aws.ec2(placeOf(step), "DeleteTransitGatewayPeeringAttachment", (client, sdk) =>
            client.send(new sdk.DeleteTransitGatewayPeeringAttachmentCommand({ TransitGatewayAttachmentId })),
          ),
      );
    },
  };
}

const GONE: ReadonlySet<string> = new Set(["deleting", "deleted"]);
const FAILED: ReadonlySet<string> = new Set(["failed", "failing", "rejected", "rejecting"]);

const peerOf = ({ peerAccountId, peerRegionId }: Desired): AwsPlace => ({
  accountId: peerAccountId,
  regionId: peerRegionId,
});

async function request(aws: AwsBuilder, step: ResolvedStep, wanted: Desired): Promise<TransitGatewayPeeringAttachment> {
  const { TransitGatewayPeeringAttachment: made } = await aws.ec2Once(
    placeOf(step),
    "CreateTransitGatewayPeeringAttachment",
    (client, sdk) =>
      client.send(
        new sdk.CreateTransitGatewayPeeringAttachmentCommand({
          TransitGatewayId: wanted.transitGatewayId,
          PeerTransitGatewayId: wanted.peerTransitGatewayId,
          PeerAccountId: wanted.peerAccountId,
          PeerRegion: wanted.peerRegionId,
          TagSpecifications: tagged("transit-gateway-attachment", step),
        }),
      ),
  );
  return made ?? {};
}

/** The other Region may not know of it yet: then it is accepted at the next visit. */
async function accept(aws: AwsBuilder, peer: AwsPlace, TransitGatewayAttachmentId: string): Promise<void> {
  try {
    await aws.ec2(peer, "AcceptTransitGatewayPeeringAttachment", (client, sdk) =>
      client.send(new sdk.AcceptTransitGatewayPeeringAttachmentCommand({ TransitGatewayAttachmentId })),
    );
  } catch (error) {
    if (!isRefusedBy(["InvalidTransitGatewayAttachmentID.NotFound", "IncorrectState"], error)) throw error;
  }
}

const idsOf = ({
  TransitGatewayAttachmentId = "",
  AccepterTransitGatewayAttachmentId,
}: TransitGatewayPeeringAttachment) => ({
  attachmentId: TransitGatewayAttachmentId,
  // where AWS names no other, both Regions know it by one id
  peerAttachmentId: AccepterTransitGatewayAttachmentId || TransitGatewayAttachmentId,
});

function shown(found: TransitGatewayPeeringAttachment, isLinked: boolean): ObservedResource {
  const { State = "", Status } = found;
  const hasFailed = FAILED.has(State);
  const ids = idsOf(found);
  return {
    state: hasFailed ? "failed" : isLinked ? "ready" : "pending",
    isOurs: true,
    ids,
    outputs: ids,
    differs: State === "available" && !isLinked ? ["routeTableId"] : [],
    ...(hasFailed && { reason: Status?.Message ?? `AWS says that the peering is ${State}` }),
  };
}
