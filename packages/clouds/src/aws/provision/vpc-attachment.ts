import type { TransitGatewayVpcAttachment } from "@aws-sdk/client-ec2";
import type { ObservedResource, Provisioner, ResolvedStep } from "@skylane/core";
import * as z from "zod";
import { readDesired } from "../../_shared/provision/read-desired.ts";
import {
  areLinked,
  closeLinkGaps,
  findAttachment,
  type LinkGaps,
  linkGaps,
  type WantedLinks,
} from "./attachment-links.ts";
import { type AwsBuilder, placeOf } from "./aws-builder.ts";
import { SubnetId, TransitGatewayId, TransitGatewayRouteTableId, VpcId } from "./aws-words.ts";
import { isMadeBy, tagged } from "./tags.ts";
import { takeAway } from "./take-away.ts";

const Desired = z.strictObject({
  transitGatewayId: TransitGatewayId,
  vpcId: VpcId,
  /** One of each availability zone that shall be reached. */
  subnetIds: z.array(SubnetId).min(1).max(20),
  routeTableId: TransitGatewayRouteTableId,
});
type Desired = z.infer<typeof Desired>;

interface Seen {
  readonly attachment: TransitGatewayVpcAttachment;
  /** Absent while the attachment is on its way, or has failed. */
  readonly gaps?: LinkGaps;
}

/** A VPC on a transit gateway, with one table that decides for what it sends and learns where it is. A VPC has one for each gateway. */
export function vpcAttachment(aws: AwsBuilder): Provisioner {
  const look = async (step: ResolvedStep, wanted: Desired): Promise<Seen | undefined> => {
    const place = placeOf(step);
    const { TransitGatewayVpcAttachments = [] } = await aws.ec2(
      place,
      "DescribeTransitGatewayVpcAttachments",
      (client, sdk) =>
        client.send(
          new sdk.DescribeTransitGatewayVpcAttachmentsCommand({
            Filters: [
              { Name: "transit-gateway-id", Values: [wanted.transitGatewayId] },
              { Name: "vpc-id", Values: [wanted.vpcId] },
            ],
          }),
        ),
    );
    const attachment = TransitGatewayVpcAttachments.find(({ State }) => !GONE.has(State ?? ""));
    if (attachment?.State !== "available") return attachment && { attachment };
    const onGateway = await findAttachment(aws, place, [
      { Name: "transit-gateway-attachment-id", Values: [attachment.TransitGatewayAttachmentId ?? ""] },
    ]);
    return { attachment, ...(onGateway && { gaps: await linkGaps(aws, place, onGateway, linksOf(wanted)) }) };
  };
  const observe = async (step: ResolvedStep): Promise<ObservedResource | undefined> => {
    const seen = await look(step, readDesired(Desired, step));
    return seen && shown(step, seen);
  };
  return {
    resource: "aws.vpc-attachment",
    desired: Desired,
    typicalMs: 90_000,
    observe,
    async ensure(step, known) {
      const wanted = readDesired(Desired, step);
      const seen = known?.isAbsent ? undefined : await look(step, wanted);
      if (!seen) return shown(step, { attachment: await attach(aws, step, wanted) });
      const there = shown(step, seen);
      const { gaps } = seen;
      if (!gaps || areLinked(gaps) || !there.isOurs) return there;
      await closeLinkGaps(aws, placeOf(step), there.ids.attachmentId ?? "", gaps, linksOf(wanted));
      return (await observe(step)) ?? there;
    },
    async remove(step, { ids }) {
      const there = ids.attachmentId === undefined ? await observe(step) : undefined;
      const TransitGatewayAttachmentId = ids.attachmentId ?? (there?.isOurs ? there.ids.attachmentId : undefined);
      if (TransitGatewayAttachmentId === undefined) return "removed";
      return takeAway(
        async () => {
          const { TransitGatewayVpcAttachments } = await aws.ec2(
            placeOf(step),
            "DescribeTransitGatewayVpcAttachments",
            (client, sdk) =>
              client.send(
                new sdk.DescribeTransitGatewayVpcAttachmentsCommand({
                  TransitGatewayAttachmentIds: [TransitGatewayAttachmentId],
                }),
              ),
          );
          return TransitGatewayVpcAttachments?.[0]?.State;
        },
        () =>
          aws.ec2(placeOf(step), "DeleteTransitGatewayVpcAttachment", (client, sdk) =>
            client.send(new sdk.DeleteTransitGatewayVpcAttachmentCommand({ TransitGatewayAttachmentId })),
          ),
      );
    },
  };
}

const GONE: ReadonlySet<string> = new Set(["deleting", "deleted"]);
const FAILED: ReadonlySet<string> = new Set(["failed", "failing", "rejected", "rejecting"]);

const linksOf = ({ routeTableId }: Desired): WantedLinks => ({
  associatedWith: routeTableId,
  propagatesInto: [routeTableId],
});

async function attach(
  aws: AwsBuilder,
  step: ResolvedStep,
  { transitGatewayId, vpcId, subnetIds }: Desired,
): Promise<TransitGatewayVpcAttachment> {
  const { TransitGatewayVpcAttachment: made } = await aws.ec2Once(
    placeOf(step),
    "CreateTransitGatewayVpcAttachment",
    (client, sdk) =>
      client.send(
        new sdk.CreateTransitGatewayVpcAttachmentCommand({
          TransitGatewayId: transitGatewayId,
          VpcId: vpcId,
          SubnetIds: subnetIds,
          TagSpecifications: tagged("transit-gateway-attachment", step),
        }),
      ),
  );
  return made ?? {};
}

function shown(step: ResolvedStep, { attachment, gaps }: Seen): ObservedResource {
  const { TransitGatewayAttachmentId: attachmentId = "", State = "", Tags } = attachment;
  const hasFailed = FAILED.has(State);
  const isOurs = isMadeBy(step, Tags);
  const isLinked = gaps !== undefined && areLinked(gaps);
  // what others attached is theirs to link; that it is not as wanted is said, and nothing is waited for
  const isReady = isLinked || (gaps !== undefined && !isOurs);
  return {
    state: hasFailed ? "failed" : isReady ? "ready" : "pending",
    isOurs,
    ids: { attachmentId },
    outputs: { attachmentId },
    differs: gaps === undefined || isLinked ? [] : ["routeTableId"],
    ...(hasFailed && { reason: `AWS says that the attachment is ${State}` }),
  };
}
