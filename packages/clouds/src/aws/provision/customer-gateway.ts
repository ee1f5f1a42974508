import type { CustomerGateway } from "@aws-sdk/client-ec2";
import type { ObservedResource, Provisioner, ResolvedStep } from "@skylane/core";
import * as z from "zod";
import { readDesired } from "../../_shared/provision/read-desired.ts";
import { unlessRefused } from "../sdk-calls.ts";
import { type AwsBuilder, placeOf } from "./aws-builder.ts";
import { Asn, Name } from "./aws-words.ts";
import { isMadeBy, madeBy, tagged } from "./tags.ts";

const Desired = z.strictObject({ name: Name, publicIp: z.ipv4(), asn: Asn });

/**
 * Where a VPN connection ends on the other side. An identical request would answer with somebody else's object; the device's name
 * makes it ours.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateCustomerGateway.html (read 2026-11)
 */
export function customerGateway(aws: AwsBuilder): Provisioner {
  const find = async (step: ResolvedStep): Promise<CustomerGateway | undefined> => {
    const { CustomerGateways = [] } = await aws.ec2(placeOf(step), "DescribeCustomerGateways", (client, sdk) =>
      client.send(
        new sdk.DescribeCustomerGatewaysCommand({
          Filters: [...madeBy(step), { Name: "state", Values: ["pending", "available"] }],
        }),
      ),
    );
    return CustomerGateways[0];
  };
  const observe = async (step: ResolvedStep): Promise<ObservedResource | undefined> => {
    const found = await find(step);
    return found && shown(step, found, readDesired(Desired, step));
  };
  return {
    resource: "aws.customer-gateway",
    desired: Desired,
    typicalMs: 5_000,
    observe,
    async ensure(step, known) {
      const there = known?.isAbsent ? undefined : await observe(step);
      if (there) return there;
      const wanted = readDesired(Desired, step);
      const { CustomerGateway: made } = await aws.ec2(placeOf(step), "CreateCustomerGateway", (client, sdk) =>
        client.send(
          new sdk.CreateCustomerGatewayCommand({
            Type: "ipsec.1",
            IpAddress: wanted.publicIp,
            ...(wanted.asn > LARGEST_SHORT_ASN ? { BgpAsnExtended: wanted.asn } : { BgpAsn: wanted.asn }),
            DeviceName: wanted.name,
            TagSpecifications: tagged("customer-gateway", step, wanted.name),
          }),
        ),
      );
      return shown(step, made ?? {}, wanted);
    },
    async remove(step) {
      // an id may be of somebody else's: an identical request was answered with it
      const CustomerGatewayId = (await find(step))?.CustomerGatewayId;
      if (CustomerGatewayId === undefined) return "removed";
      await unlessRefused(["InvalidCustomerGatewayID.NotFound"], () =>
        aws.ec2(placeOf(step), "DeleteCustomerGateway", (client, sdk) =>
          client.send(new sdk.DeleteCustomerGatewayCommand({ CustomerGatewayId })),
        ),
      );
      return "removed";
    },
  };
}

/** Larger ones go into a field of their own. */
const LARGEST_SHORT_ASN = 2_147_483_647;

function shown(step: ResolvedStep, gateway: CustomerGateway, wanted: z.infer<typeof Desired>): ObservedResource {
  const { CustomerGatewayId: customerGatewayId = "", State } = gateway;
  const asn = Number(gateway.BgpAsnExtended ?? gateway.BgpAsn);
  return {
    state: State === "available" ? "ready" : "pending",
    isOurs: isMadeBy(step, gateway.Tags),
    ids: { customerGatewayId },
    outputs: { customerGatewayId },
    differs: [...(gateway.IpAddress === wanted.publicIp ? [] : ["publicIp"]), ...(asn === wanted.asn ? [] : ["asn"])],
  };
}
