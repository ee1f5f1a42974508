import type { ConnectionEnd, TopologyConnection } from "@skylane/core";

type Bare = Omit<TopologyConnection, "redundancy">;

/**
 * Says of each connection which others join the same two places and could carry its traffic now: gateways of one Region count as
 * one place, a peering joins its two networks and no others. Diverse = one of them shares neither carrier nor building.
 */
export function withRedundancy(connections: readonly Bare[]): TopologyConnection[] {
  const between = ({ ends, kind }: Bare): string =>
    ends
      .map((end) => placeOf(end, kind))
      .sort()
      .join(" ↔ ");
  const groups = Map.groupBy(connections, between);
  return connections.map((connection): TopologyConnection => {
    const others = (groups.get(between(connection)) ?? []).filter((other) => other !== connection && canCarry(other));
    const isDiverse = others.length === 0 ? false : diverse(connection, others);
    return {
      ...connection,
      redundancy: {
        alternativeIds: others.map(({ id }) => id).sort(),
        ...(isDiverse !== undefined && { isDiverse }),
      },
    };
  });
}

const placeOf = ({ at, cloud, regionId }: ConnectionEnd, kind: Bare["kind"]): string =>
  kind === "peering" || cloud === undefined ? at : `${cloud}/${regionId}`;

const canCarry = ({ status, reaches, kind }: Bare): boolean =>
  status !== "down" && kind !== "internet" && reaches.every((prefixes) => prefixes.length > 0);

/** `undefined` where a carrier is not known and it hangs on that. */
function diverse(one: Bare, others: readonly Bare[]): boolean | undefined {
  const verdicts = others.map((other) => {
    if (one.location !== undefined && one.location === other.location) return false;
    if (one.carrier === undefined || other.carrier === undefined) return undefined;
    return one.carrier !== other.carrier;
  });
  return verdicts.includes(true) ? true : verdicts.includes(undefined) ? undefined : false;
}
