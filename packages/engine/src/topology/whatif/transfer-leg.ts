import type { Connection, Topology, TopologyConnection, TransferLeg } from "@skylane/core";

/** Kinds of gateways by key. */
export type GatewayKinds = ReadonlyMap<string, Topology["gateways"][number]["kind"]>;

export const gatewayKindsOf = ({ gateways }: Pick<Topology, "gateways">): GatewayKinds =>
  new Map(gateways.map(({ key, kind }) => [key, kind]));

/** What is charged for as one thing: the direction of a connection that leaves its end `from`. `undefined` = a side of it was not seen. */
export function transferLeg(
  { kind, ends }: Pick<TopologyConnection, "kind" | "ends">,
  from: 0 | 1,
  gatewayKinds: GatewayKinds,
  tariff?: Connection["tariff"],
): TransferLeg | undefined {
  const [near, far] = from === 0 ? ends : [ends[1], ends[0]];
  if (near.cloud === undefined || near.regionId === undefined || far.cloud === undefined || far.regionId === undefined)
    return undefined;
  return {
    kind,
    from: { cloud: near.cloud, regionId: near.regionId },
    to: { cloud: far.cloud, regionId: far.regionId },
    gatewayKind: gatewayKinds.get(near.at),
    tariff,
  };
}
