import type { TransitGateway } from "@aws-sdk/client-ec2";
import type { ObservedResource, Provisioner, ResolvedStep } from "@skylane/core";
import * as z from "zod";
import { readDesired } from "../../_shared/provision/read-desired.ts";
import { type AwsBuilder, placeOf } from "./aws-builder.ts";
import { Asn, Name } from "./aws-words.ts";
import { madeBy, tagged } from "./tags.ts";
import { takeAway } from "./take-away.ts";

const Desired = z.strictObject({ name: Name, asn: Asn });

/** A hub of a Region, with one route table that all that is attached to it uses unless it is said otherwise. */
export function transitGateway(aws: AwsBuilder): Provisioner {
  const find = async (step: ResolvedStep): Promise<TransitGateway | undefined> => {
    const { TransitGateways = [] } = await aws.ec2(placeOf(step), "DescribeTransitGateways", (client, sdk) =>
      client.send(
        new sdk.DescribeTransitGatewaysCommand({
          Filters: [...madeBy(step), { Name: "state", Values: ["pending", "available", "modifying"] }],
        }),
      ),
    );
    return TransitGateways[0];
  };
  const observe = async (step: ResolvedStep): Promise<ObservedResource | undefined> => {
    const found = await find(step);
    return found && shown(found, readDesired(Desired, step));
  };
  return {
    resource: "aws.transit-gateway",
    desired: Desired,
    typicalMs: 120_000,
    observe,
    async ensure(step, known) {
      const there = known?.isAbsent ? undefined : await observe(step);
      if (there) return there;
      const wanted = readDesired(Desired, step);
      const { TransitGateway: made } = await aws.ec2Once(placeOf(step), "CreateTransitGateway", (client, sdk) =>
        client.send(
          new sdk.CreateTransitGatewayCommand({
            Description: wanted.name,
            Options: {
              AmazonSideAsn: wanted.asn,
              AutoAcceptSharedAttachments: "disable",
              DefaultRouteTableAssociation: "enable",
              DefaultRouteTablePropagation: "enable",
              VpnEcmpSupport: "enable",
            },
            TagSpecifications: tagged("transit-gateway", step, wanted.name),
          }),
        ),
      );
      return shown(made ?? {}, wanted);
    },
    async remove(step, { ids }) {
      const TransitGatewayId = ids.transitGatewayId ?? (await find(step))?.TransitGatewayId;
      if (TransitGatewayId === undefined) return "removed";
      return takeAway(
        async () => {
          const { TransitGateways } = await aws.ec2(placeOf(step), "DescribeTransitGateways", (client, sdk) =>
            client.send(new sdk.DescribeTransitGatewaysCommand({ TransitGatewayIds: [TransitGatewayId] })),
          );
          return TransitGateways?.[0]?.State;
        },
        () =>
          aws.ec2(placeOf(step), "DeleteTransitGateway", (client, sdk) =>
            client.send(new sdk.DeleteTransitGatewayCommand({ TransitGatewayId })),
          ),
      );
    },
  };
}

function shown(
  { TransitGatewayId, State, Options }: TransitGateway,
  { asn }: z.infer<typeof Desired>,
): ObservedResource {
  const transitGatewayId = TransitGatewayId ?? "";
  return {
    state: State === "available" ? "ready" : "pending",
    isOurs: true,
    ids: { transitGatewayId },
    outputs: { transitGatewayId, routeTableId: Options?.AssociationDefaultRouteTableId ?? "" },
    differs: Number(Options?.AmazonSideAsn) === asn ? [] : ["asn"],
  };
}
