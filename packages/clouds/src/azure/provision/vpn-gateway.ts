import type { VirtualNetworkGateway } from "@azure/arm-network";
import type { Provisioner } from "@skylane/core";
import * as z from "zod";
import { readDesired } from "../../_shared/provision/read-desired.ts";
import type { AzureWriter } from "../steer/azure-writer.ts";
import { ApipaAddress, Asn } from "./addresses.ts";
import { ArmName, armId, idInGroup, ResourceGroupName } from "./arm-id.ts";
import { armProvisioner } from "./arm-provisioner.ts";
import { beginWrite, ifMatch, readObject } from "./network-calls.ts";
import { differing, isOf } from "./owner.ts";

const PublicIpId = armId("Microsoft.Network/publicIPAddresses");
const Desired = z.strictObject({
  resourceGroup: ResourceGroupName,
  name: ArmName,
  subnetId: armId("Microsoft.Network/virtualNetworks/subnets"),
  publicIpIds: z.tuple([PublicIpId, PublicIpId]),
  asn: Asn,
  /** `VpnGw2AZ`; one that was there may be of a size that is sold no more. */
  sku: z.string().regex(/^[A-Za-z0-9]{1,40}$/, "must be the name of a size such as VpnGw2AZ"),
  /** Of the first instance, and of the second: a tunnel's BGP speaker each. */
  bgpAddresses: z.tuple([z.array(ApipaAddress), z.array(ApipaAddress)]),
});
type Desired = z.infer<typeof Desired>;

/** Docs say 45 minutes and more; seen are 6 to 35 (2026-11). */
const TYPICAL_MS = 30 * 60_000;
/** Names of the instances' addresses in a gateway that is made here. */
const IP_CONFIGURATIONS = ["ipc0", "ipc1"] as const;

/**
 * An active-active VPN gateway with BGP. One that others made is used as it is: the tunnels' BGP addresses that it lacks are
 * added, and taken off again by undo; no others are touched.
 * @see https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-howto-aws-bgp (read 2026-11)
 */
export function vpnGateway(azure: AzureWriter): Provisioner {
  const read = (id: string) =>
    readObject(azure, id, (network, [group, name], options) =>
      network.virtualNetworkGateways.get(group, name, options),
    );
  const put = (id: string, gateway: VirtualNetworkGateway) =>
    beginWrite(azure, id, "write", (network, [group, name], options) =>
      network.virtualNetworkGateways.createOrUpdate(group, name, gateway, { ...options, ...ifMatch(gateway) }),
    );
  const idOf = (desired: Desired, step: Parameters<Provisioner["observe"]>[0]): string =>
    idInGroup(step, desired.resourceGroup, "Microsoft.Network/virtualNetworkGateways", desired.name);
  const provisioner = armProvisioner<Desired, VirtualNetworkGateway>({
    resource: "azure.vpn-gateway",
    typicalMs: TYPICAL_MS,
    desired: Desired,
    idOf,
    read,
    describe: (shown, { asn, bgpAddresses }, step) => ({
      isOurs: isOf(step, shown.tags),
      outputs: outputsOf(shown),
      differs: differing({
        asn: shown.bgpSettings?.asn === asn,
        "active-active": shown.active === true,
        bgpAddresses: missing(shown, bgpAddresses).flat().length === 0,
      }),
      isUnfinished: outputsOf(shown).ip2 === undefined,
    }),
    lacks: (shown, { bgpAddresses }) => missing(shown, bgpAddresses).flat().length > 0,
    write: (id, desired, step, shown) =>
      put(
        id,
        shown && shown.provisioningState !== "Failed"
          ? withAddresses(shown, (now, i) => [...now, ...(missing(shown, desired.bgpAddresses)[i] ?? [])])
          : { ...newGateway(id, desired), location: step.regionId, tags: { ...step.tags } },
      ),
    remove: (id) =>
      beginWrite(azure, id, "delete", (network, [group, name], options) =>
        network.virtualNetworkGateways.delete(group, name, options),
      ),
  });
  return {
    ...provisioner,
    async snapshot(step) {
      const shown = await read(idOf(readDesired(Desired, step), step));
      if (!shown) return null;
      const [first = [], second = []] = addressesOf(shown);
      return { bgpAddresses1: first.join(","), bgpAddresses2: second.join(",") };
    },
    async remove(step, made) {
      if (made.before === null) return provisioner.remove(step, made);
      const desired = readDesired(Desired, step);
      const before = [made.before.bgpAddresses1 ?? "", made.before.bgpAddresses2 ?? ""].map((list) => list.split(","));
      const added = desired.bgpAddresses.map((list, i) => list.filter((one) => !before[i]?.includes(one)));
      const id = made.ids.id ?? idOf(desired, step);
      const shown = await read(id);
      if (!shown || !addressesOf(shown).some((list, i) => list.some((one) => added[i]?.includes(one))))
        return "removed";
      if (shown.provisioningState === "Succeeded")
        await put(
          id,
          withAddresses(shown, (now, i) => now.filter((one) => !added[i]?.includes(one))),
        );
      return "pending";
    },
  };
}

function newGateway(id: string, { subnetId, publicIpIds, asn, sku, bgpAddresses }: Desired): VirtualNetworkGateway {
  return {
    gatewayType: "Vpn",
    vpnType: "RouteBased",
    // the smallest size is of the first generation only
    vpnGatewayGeneration: sku === "VpnGw1AZ" ? "Generation1" : "Generation2",
    sku: { name: sku, tier: sku },
    active: true,
    enableBgp: true,
    ipConfigurations: IP_CONFIGURATIONS.map((name, i) => ({
      name,
      privateIPAllocationMethod: "Dynamic",
      subnet: { id: subnetId },
      publicIPAddress: { id: publicIpIds[i] ?? "" },
    })),
    bgpSettings: {
      asn,
      bgpPeeringAddresses: IP_CONFIGURATIONS.map((name, i) => ({
        ipconfigurationId: `${id}/ipConfigurations/${name}`,
        customBgpIpAddresses: [...(bgpAddresses[i] ?? [])],
      })),
    },
  };
}

/** What BGP is told of each instance, in the order of the gateway's own configurations. */
const instancesOf = ({ ipConfigurations = [], bgpSettings }: VirtualNetworkGateway) =>
  ipConfigurations.flatMap(({ id }) => {
    const told = bgpSettings?.bgpPeeringAddresses?.find(
      ({ ipconfigurationId }) => ipconfigurationId?.toLowerCase() === id?.toLowerCase(),
    );
    return told ? [told] : [];
  });
const addressesOf = (gateway: VirtualNetworkGateway): readonly (readonly string[])[] =>
  instancesOf(gateway).map(({ customBgpIpAddresses = [] }) => customBgpIpAddresses);
const missing = (gateway: VirtualNetworkGateway, wanted: Desired["bgpAddresses"]): readonly (readonly string[])[] => {
  const present = addressesOf(gateway);
  return wanted.map((list, i) => list.filter((one) => !present[i]?.includes(one)));
};

/** The whole gateway as it was read, for a write replaces all of it, with other addresses for its BGP speakers. */
function withAddresses(
  gateway: VirtualNetworkGateway,
  change: (now: readonly string[], instance: number) => readonly string[],
): VirtualNetworkGateway {
  const bgpPeeringAddresses = instancesOf(gateway).map((one, i) => ({
    ...one,
    customBgpIpAddresses: [...change(one.customBgpIpAddresses ?? [], i)],
  }));
  return { ...gateway, bgpSettings: { ...gateway.bgpSettings, bgpPeeringAddresses } };
}

function outputsOf(gateway: VirtualNetworkGateway): Readonly<Record<string, string>> {
  const [first, second] = instancesOf(gateway);
  return defined({
    gatewayId: gateway.id,
    ip1: first?.tunnelIpAddresses?.[0],
    ip2: second?.tunnelIpAddresses?.[0],
    asn: gateway.bgpSettings?.asn?.toString(),
    ipConfigurationId1: first?.ipconfigurationId,
    ipConfigurationId2: second?.ipconfigurationId,
  });
}

const defined = (fields: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
