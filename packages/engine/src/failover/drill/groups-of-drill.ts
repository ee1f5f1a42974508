import type { ConnectionGroup, Drill, SkylaneConfig } from "@skylane/core";

/** The groups a drill runs over, in the order of the configuration; of a Region or all, those that are at `act`. */
export function groupsOfDrill(
  { over }: Drill,
  { groups, networks }: Pick<SkylaneConfig, "groups" | "networks">,
): readonly ConnectionGroup[] {
  if (over !== "all" && "groupIds" in over) return groups.filter(({ id }) => over.groupIds.includes(id));
  const acting = groups.filter(({ automation }) => automation === "act");
  if (over === "all") return acting;
  const inRegion = new Set(networks.filter(({ regionId }) => regionId === over.regionId).map(({ id }) => id));
  return acting.filter(({ sides }) => sides.some(({ networkId }) => inRegion.has(networkId)));
}

/** How long the flows of a group may go without an answer in this drill, ms. */
export const targetRtoOf = ({ targetRtoMs, targetRtoMsByGroup }: Drill, groupId: ConnectionGroup["id"]): number =>
  targetRtoMsByGroup[groupId] ?? targetRtoMs;
