import type { IpsecPolicy, VirtualNetworkGatewayConnection } from "@azure/arm-network";
import type { Provisioner } from "@skylane/core";
import * as z from "zod";
import type { CloudContext } from "../../_shared/define-cloud.ts";
import { presharedKey } from "../../_shared/provision/preshared-key.ts";
import { sameId } from "../discover/arm-ids.ts";
import type { AzureWriter } from "../steer/azure-writer.ts";
import { withoutKey } from "../steer/without-key.ts";
import { ApipaAddress } from "./addresses.ts";
import { ArmName, armId, idInGroup, ResourceGroupName } from "./arm-id.ts";
import { armProvisioner } from "./arm-provisioner.ts";
import { beginWrite, readObject } from "./network-calls.ts";
import { differing, isOf } from "./owner.ts";

const BgpAddress = z.strictObject({
  ipConfigurationId: armId("Microsoft.Network/virtualNetworkGateways/ipConfigurations"),
  ip: ApipaAddress,
});
const Desired = z.strictObject({
  resourceGroup: ResourceGroupName,
  name: ArmName,
  gatewayId: armId("Microsoft.Network/virtualNetworkGateways"),
  localGatewayId: armId("Microsoft.Network/localNetworkGateways"),
  presharedKeySecret: z.string().min(1),
  /** Of both instances; only that of the instance which the tunnel ends at is used. */
  bgpAddresses: z.tuple([BgpAddress, BgpAddress]),
});
type Desired = z.infer<typeof Desired>;

/**
 * What AWS, Azure and Google Cloud all take: AES-256-GCM, SHA-384, group 20 (ECP384). Azure wants a policy complete; its
 * IKE lifetime is fixed at 28,800 s.
 * @see https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-about-compliance-crypto (read 2026-11)
 */
const POLICY = {
  ikeEncryption: "GCMAES256",
  ikeIntegrity: "SHA384",
  dhGroup: "ECP384",
  ipsecEncryption: "GCMAES256",
  ipsecIntegrity: "GCMAES256",
  pfsGroup: "ECP384",
  saLifeTimeSeconds: 3_600,
  saDataSizeKilobytes: 102_400_000, // Azure's own default
} satisfies IpsecPolicy;

/** A tunnel of a gateway to the far end that a local network gateway describes, with BGP. Ready = configured; whether it is up, traffic proves. */
export const vpnConnection = (azure: AzureWriter, context: Pick<CloudContext, "secret">): Provisioner =>
  armProvisioner<Desired, VirtualNetworkGatewayConnection>({
    resource: "azure.vpn-connection",
    typicalMs: 2 * 60_000,
    desired: Desired,
    idOf: ({ resourceGroup, name }, step) => idInGroup(step, resourceGroup, "Microsoft.Network/connections", name),
    read: (id) =>
      readObject(azure, id, (network, [group, name], options) =>
        network.virtualNetworkGatewayConnections.get(group, name, options),
      ),
    describe: (shown, { gatewayId, localGatewayId, bgpAddresses }, step) => ({
      isOurs: isOf(step, shown.tags),
      outputs: { connectionId: shown.id ?? "" },
      differs: differing({
        gatewayId: sameId(shown.virtualNetworkGateway1?.id, gatewayId),
        localGatewayId: sameId(shown.localNetworkGateway2?.id, localGatewayId),
        bgp: shown.enableBgp === true,
        bgpAddresses: bgpAddresses.every(({ ip, ipConfigurationId }) =>
          shown.gatewayCustomBgpIpAddresses?.some(
            (one) => one.customBgpIpAddress === ip && sameId(one.ipConfigurationId, ipConfigurationId),
          ),
        ),
        ipsecPolicy: isStrong(shown.ipsecPolicies),
      }),
    }),
    async write(id, desired, { regionId, tags }) {
      const sharedKey = await presharedKey(context, desired.presharedKeySecret);
      try {
        await beginWrite(azure, id, "write", (network, [group, name], options) =>
          network.virtualNetworkGatewayConnections.createOrUpdate(
            group,
            name,
            { ...newConnection(desired), location: regionId, tags: { ...tags }, sharedKey },
            options,
          ),
        );
      } catch (error) {
        throw withoutKey(error, sharedKey, "[pre-shared key]");
      }
    },
    remove: (id) =>
      beginWrite(azure, id, "delete", (network, [group, name], options) =>
        network.virtualNetworkGatewayConnections.delete(group, name, options),
      ),
  });

const newConnection = ({ gatewayId, localGatewayId, bgpAddresses }: Desired): VirtualNetworkGatewayConnection => ({
  connectionType: "IPsec",
  connectionProtocol: "IKEv2",
  virtualNetworkGateway1: { id: gatewayId },
  localNetworkGateway2: { id: localGatewayId },
  enableBgp: true,
  gatewayCustomBgpIpAddresses: bgpAddresses.map(({ ip, ipConfigurationId }) => ({
    ipConfigurationId,
    customBgpIpAddress: ip,
  })),
  ipsecPolicies: [POLICY],
});

const isStrong = (policies: readonly IpsecPolicy[] | undefined): boolean =>
  policies?.length === 1 &&
  policies[0]?.ikeEncryption === POLICY.ikeEncryption &&
  policies[0].ipsecEncryption === POLICY.ipsecEncryption &&
  policies[0].pfsGroup === POLICY.pfsGroup;
