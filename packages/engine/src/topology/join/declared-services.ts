import type { SeenNetwork, SeenService } from "@skylane/core";
import { cidrContains } from "../cidr.ts";
import type { Inventory } from "./inventory.ts";

/** Services that only the inventory tells of, in the networks as they were seen; pure. One that an API shows at that address is left to it. */
export function declaredServices(
  { networks, services = [] }: Pick<Inventory, "networks" | "services">,
  seen: readonly SeenNetwork[],
  shown: readonly SeenService[],
): readonly SeenService[] {
  const byId = new Map<string, (typeof networks)[number]>(networks.map((network) => [network.id, network]));
  const known = new Set(shown.flatMap(({ cloud, addresses }) => addresses.map((address) => `${cloud}/${address}`)));
  return services.flatMap(({ name, networkId, kind, address, port, dnsName }): SeenService[] => {
    const network = byId.get(networkId);
    if (!network || known.has(`${network.cloud}/${address}`)) return [];
    const { cloud, regionId } = network;
    const home = seen.find((one) => one.cloud === cloud && one.cidrs.some((cidr) => cidrContains(cidr, address)));
    return [
      {
        key: `${cloud}/${networkId}/${name.toLowerCase()}`,
        kind,
        cloud,
        accountId: home?.accountId ?? network.accountId ?? "",
        regionId,
        nativeId: `${networkId}/${name}`,
        name,
        tags: {},
        ...(home && { networkKey: home.key }),
        subnetIds: [],
        addresses: [address],
        ...(port !== undefined && { port }),
        ...(dnsName !== undefined && { dnsName }),
        isPublic: false,
        guards: [],
      },
    ];
  });
}
