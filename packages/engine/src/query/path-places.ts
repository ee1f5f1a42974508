import type { QueryPaths, SkylaneConfig } from "@skylane/core";

/** Where a path belongs. */
export interface PathPlace {
  readonly path: string;
  readonly group: string;
  readonly clouds: readonly string[];
}

/** The paths of a configuration, by their ids. */
export function pathPlaces({
  groups,
  connections,
  networks,
}: Pick<SkylaneConfig, "groups" | "connections" | "networks">) {
  const cloudOf = new Map(networks.map(({ id, cloud }) => [id as string, cloud as string]));
  const endsOf = new Map(connections.map(({ id, ends }) => [id as string, ends as readonly string[]]));
  return new Map(
    groups.flatMap(({ id: group, paths }) =>
      paths.map(({ id, connectionId }): readonly [string, PathPlace] => {
        const clouds = (endsOf.get(connectionId) ?? []).flatMap((end) => cloudOf.get(end) ?? []);
        return [id, { path: id, group, clouds: [...new Set(clouds)].sort() }];
      }),
    ),
  );
}

/** Whether a path is among those that are asked about. */
export const isAskedPath = (of: QueryPaths | undefined, { path, group, clouds }: PathPlace): boolean => {
  if (of === undefined) return true;
  if ("path" in of) return path === of.path;
  return "group" in of ? group === of.group : clouds.includes(of.cloud);
};
