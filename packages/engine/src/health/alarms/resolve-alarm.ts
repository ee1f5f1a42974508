import type { CloudAlarm, Connection, LinkAlarm, SkylaneConfig, Topology } from "@skylane/core";

const MAX_CONNECTIONS = 50;

/**
 * The alarm with the connections of the inventory it is about, by the ids its cloud gave them: a `providerId`, an id under which
 * discovery saw the link, or a handle of a path. An id of one cloud never names a link that the cloud has no end of.
 */
export function resolveAlarm(
  alarm: CloudAlarm,
  config: Pick<SkylaneConfig, "connections" | "networks" | "groups">,
  topology: Pick<Topology, "connections"> | undefined,
): LinkAlarm {
  const wanted = new Set(alarm.resourceIds.map(comparable));
  const isNamed = (id: string | undefined): boolean => id !== undefined && wanted.has(comparable(id));
  const seen = new Set(
    (topology?.connections ?? [])
      .filter(({ sightings }) =>
        sightings.some(
          ({ cloud, nativeId, aliases }) => cloud === alarm.cloud && (isNamed(nativeId) || aliases.some(isNamed)),
        ),
      )
      .map(({ id }) => id),
  );
  const handled = new Set(
    config.groups.flatMap(({ sides, paths }) =>
      paths
        .filter(({ handles }) =>
          sides.some(
            ({ id, networkId }) =>
              cloudOf(config, networkId) === alarm.cloud && Object.values(handles[id] ?? {}).some(isNamed),
          ),
        )
        .map(({ connectionId }) => connectionId),
    ),
  );
  const found = config.connections.filter(
    (connection) =>
      hasEndIn(config, connection, alarm.cloud) &&
      (isNamed(connection.providerId) || seen.has(connection.id) || handled.has(connection.id)),
  );
  return { ...alarm, connectionIds: found.slice(0, MAX_CONNECTIONS).map(({ id }) => id) };
}

/** True if one end of the connection is in that cloud. */
export const hasEndIn = (
  config: Pick<SkylaneConfig, "networks">,
  { ends }: Pick<Connection, "ends">,
  cloud: CloudAlarm["cloud"],
): boolean => ends.some((networkId) => cloudOf(config, networkId) === cloud);

const cloudOf = ({ networks }: Pick<SkylaneConfig, "networks">, networkId: string) =>
  networks.find(({ id }) => id === networkId)?.cloud;

/** Azure ignores case, and no cloud has two ids that differ in it alone. */
const comparable = (id: string): string => id.toLowerCase();
