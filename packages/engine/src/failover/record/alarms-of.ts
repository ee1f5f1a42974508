import type { IncidentRecord, SkylaneConfig, SkylaneEvent } from "@skylane/core";

const MOST = 50;

/** The alarms of the clouds about a group's paths that were told in these events; the oldest first, nothing twice. */
export function alarmsOf(
  events: readonly SkylaneEvent[],
  { groups }: Pick<SkylaneConfig, "groups">,
  groupId: string,
): IncidentRecord["alarms"] {
  const paths = groups.find(({ id }) => id === groupId)?.paths ?? [];
  const told = new Map<string, IncidentRecord["alarms"][number]>();
  for (const event of events) {
    if (event.type !== "alarm.raised.v1") continue;
    const { connectionIds, cloud, kind, isRaised, atMs, name, resourceIds } = event.data;
    const pathIds = paths.filter(({ connectionId }) => connectionIds.includes(connectionId)).map(({ id }) => id);
    if (pathIds.length > 0) told.set(event.id, { atMs, pathIds, cloud, kind, isRaised, name, resourceIds });
  }
  return [...told.values()].sort((a, b) => a.atMs - b.atMs).slice(0, MOST);
}
