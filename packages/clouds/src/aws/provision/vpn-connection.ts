import type { TransitGatewayAttachment, VpnConnection, VpnTunnelOptionsSpecification } from "@aws-sdk/client-ec2";
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
import {
  CustomerGatewayId,
  InsideCidr,
  Name,
  SecretName,
  TransitGatewayId,
  TransitGatewayRouteTableId,
} from "./aws-words.ts";
import { madeBy, tagged } from "./tags.ts";
import { takeAway } from "./take-away.ts";

const Tunnel = z.strictObject({ insideCidr: InsideCidr, presharedKeySecret: SecretName });
const Desired = z.strictObject({
  name: Name,
  transitGatewayId: TransitGatewayId,
  customerGatewayId: CustomerGatewayId,
  /** The first decides for what comes out of the tunnels; all learn what is heard in them. */
  routeTableIds: z.array(TransitGatewayRouteTableId).min(1),
  tunnels: z.tuple([Tunnel, Tunnel]),
});
type Desired = z.infer<typeof Desired>;

/**
 * Two tunnels from a transit gateway to one customer gateway, with BGP. Nothing in the call says that a second one is the same, so
 * what was made is found by its tags first. The keys are sent, and never read back: the SDK's answer holds them, and none is kept.
 */
export function vpnConnection(aws: AwsBuilder): Provisioner {
  const find = async (step: ResolvedStep): Promise<VpnConnection | undefined> => {
    const { VpnConnections = [] } = await aws.ec2(placeOf(step), "DescribeVpnConnections", (client, sdk) =>
      client.send(
        new sdk.DescribeVpnConnectionsCommand({
          Filters: [...madeBy(step), { Name: "state", Values: ["pending", "available"] }],
        }),
      ),
    );
    return VpnConnections[0];
  };
  const look = async (step: ResolvedStep, wanted: Desired): Promise<Seen | undefined> => {
    const vpn = await find(step);
    if (vpn?.State !== "available") return vpn && { vpn };
    const attachment = await findAttachment(aws, placeOf(step), [
      { Name: "resource-type", Values: ["vpn"] },
      { Name: "resource-id", Values: [vpn.VpnConnectionId ?? ""] },
    ]);
    if (attachment?.State !== "available") return { vpn };
    const [gaps, asn] = await Promise.all([
      linkGaps(aws, placeOf(step), attachment, linksOf(wanted)),
      asnOf(aws, step, wanted),
    ]);
    return { vpn, attachment, gaps, asn };
  };
  const observe = async (step: ResolvedStep): Promise<ObservedResource | undefined> => {
    const wanted = readDesired(Desired, step);
    const seen = await look(step, wanted);
    return seen && shown(seen, wanted);
  };
  return {
    resource: "aws.vpn-connection",
    desired: Desired,
    typicalMs: 300_000,
    observe,
    async ensure(step, known) {
      const wanted = readDesired(Desired, step);
      const seen = known?.isAbsent ? undefined : await look(step, wanted);
      if (!seen) return shown({ vpn: await order(aws, step, wanted) }, wanted);
      const { attachment, gaps } = seen;
      const there = shown(seen, wanted);
      if (!attachment || !gaps || areLinked(gaps)) return there;
      const attachmentId = attachment.TransitGatewayAttachmentId ?? "";
      await closeLinkGaps(aws, placeOf(step), attachmentId, gaps, linksOf(wanted));
      return (await observe(step)) ?? there;
    },
    async remove(step, { ids }) {
      const VpnConnectionId = ids.vpnConnectionId ?? (await find(step))?.VpnConnectionId;
      if (VpnConnectionId === undefined) return "removed";
      return takeAway(
        async () => {
          const { VpnConnections } = await aws.ec2(placeOf(step), "DescribeVpnConnections", (client, sdk) =>
            client.send(new sdk.DescribeVpnConnectionsCommand({ VpnConnectionIds: [VpnConnectionId] })),
          );
          return VpnConnections?.[0]?.State;
        },
        () =>
          aws.ec2(placeOf(step), "DeleteVpnConnection", (client, sdk) =>
            client.send(new sdk.DeleteVpnConnectionCommand({ VpnConnectionId })),
          ),
      );
    },
  };
}

interface Seen {
  readonly vpn: VpnConnection;
  /** These are there once it is available. */
  readonly attachment?: TransitGatewayAttachment;
  readonly gaps?: LinkGaps;
  readonly asn?: number | undefined;
}

const linksOf = ({ routeTableIds }: Desired): WantedLinks => ({
  associatedWith: routeTableIds[0] ?? "",
  propagatesInto: routeTableIds,
});

/** The transit gateway's number, which the far end has to expect. */
async function asnOf(aws: AwsBuilder, step: ResolvedStep, { transitGatewayId }: Desired): Promise<number | undefined> {
  const { TransitGateways } = await aws.ec2(placeOf(step), "DescribeTransitGateways", (client, sdk) =>
    client.send(new sdk.DescribeTransitGatewaysCommand({ TransitGatewayIds: [transitGatewayId] })),
  );
  const asn = TransitGateways?.[0]?.Options?.AmazonSideAsn;
  return asn === undefined ? undefined : Number(asn);
}

async function order(aws: AwsBuilder, step: ResolvedStep, wanted: Desired): Promise<VpnConnection> {
  const tunnels = await Promise.all(
    wanted.tunnels.map(async ({ insideCidr, presharedKeySecret }) => ({
      ...STRONG,
      TunnelInsideCidr: insideCidr,
      PreSharedKey: await aws.presharedKey(presharedKeySecret),
    })),
  );
  const { VpnConnection: made } = await aws.ec2Once(placeOf(step), "CreateVpnConnection", (client, sdk) =>
    client.send(
      new sdk.CreateVpnConnectionCommand({
        Type: "ipsec.1",
        CustomerGatewayId: wanted.customerGatewayId,
        TransitGatewayId: wanted.transitGatewayId,
        Options: { StaticRoutesOnly: false, TunnelOptions: tunnels },
        TagSpecifications: tagged("vpn-connection", step, wanted.name),
      }),
    ),
  );
  return made ?? {};
}

/**
 * What all clouds have in common that is strong; a tunnel without its own options would accept AES-128, SHA-1 and group 2. AWS
 * begins, for Azure with APIPA addresses does not; 28,800 s is what Azure has fixed, 3,600 s the most that AWS has for phase 2.
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html (read 2026-11)
 */
const STRONG: VpnTunnelOptionsSpecification = {
  IKEVersions: [{ Value: "ikev2" }],
  Phase1EncryptionAlgorithms: [{ Value: "AES256-GCM-16" }],
  Phase1IntegrityAlgorithms: [{ Value: "SHA2-384" }],
  Phase1DHGroupNumbers: [{ Value: 20 }],
  Phase1LifetimeSeconds: 28_800,
  Phase2EncryptionAlgorithms: [{ Value: "AES256-GCM-16" }],
  Phase2IntegrityAlgorithms: [{ Value: "SHA2-384" }],
  Phase2DHGroupNumbers: [{ Value: 20 }],
  Phase2LifetimeSeconds: 3_600,
  StartupAction: "start",
  DPDTimeoutAction: "restart",
};

function shown({ vpn, attachment, gaps, asn }: Seen, { tunnels, customerGatewayId }: Desired): ObservedResource {
  const vpnConnectionId = vpn.VpnConnectionId ?? "";
  const outsideIpOf = (insideCidr: string): string =>
    vpn.Options?.TunnelOptions?.find(({ TunnelInsideCidr }) => TunnelInsideCidr === insideCidr)?.OutsideIpAddress ?? "";
  const [outsideIp1, outsideIp2] = [outsideIpOf(tunnels[0].insideCidr), outsideIpOf(tunnels[1].insideCidr)];
  const isReady = gaps !== undefined && areLinked(gaps) && asn !== undefined;
  return {
    state: isReady ? "ready" : "pending",
    isOurs: true,
    ids: { vpnConnectionId },
    outputs: {
      vpnConnectionId,
      attachmentId: attachment?.TransitGatewayAttachmentId ?? "",
      outsideIp1,
      outsideIp2,
      asn: asn === undefined ? "" : String(asn),
    },
    differs: [
      ...(isReady && (outsideIp1 === "" || outsideIp2 === "") ? ["tunnels"] : []),
      ...(vpn.CustomerGatewayId === customerGatewayId ? [] : ["customerGatewayId"]),
      ...(gaps && !areLinked(gaps) ? ["routeTableIds"] : []),
    ],
  };
}
