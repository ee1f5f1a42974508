import type { CloudAlarm, ConnectionAlarms, PathId, SkylaneConfig } from "@skylane/core";
import { hasEndIn } from "./resolve-alarm.ts";

/** An alarm of the link that a path goes over. */
export interface PathAlarm extends CloudAlarm {
  readonly pathId: PathId;
}

/** What is remembered, by path; without what is said by a cloud that the link has no end in. */
export const pathAlarms = (
  remembered: readonly ConnectionAlarms[],
  config: Pick<SkylaneConfig, "connections" | "networks" | "groups">,
): readonly PathAlarm[] =>
  remembered.flatMap(({ connectionId, alarms }) => {
    const connection = config.connections.find(({ id }) => id === connectionId);
    if (!connection) return [];
    const paths = config.groups.flatMap((group) => group.paths).filter((path) => path.connectionId === connectionId);
    return alarms
      .filter(({ cloud }) => hasEndIn(config, connection, cloud))
      .flatMap((alarm) => paths.map(({ id }) => ({ ...alarm, pathId: id })));
  });
