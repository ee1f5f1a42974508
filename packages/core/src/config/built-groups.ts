import * as z from "zod";
import { Connection } from "../model/connection.ts";
import { Flow } from "../model/flow.ts";
import { IntentId } from "../model/ids.ts";
import { Network } from "../model/network.ts";
import { ConnectionGroup, Policy, type SkylaneConfig } from "./skylane-config.ts";
import { FailbackSettings } from "./thresholds.ts";

/**
 * A group that nobody wrote into the configuration: two networks that a run of intents has joined, with all that the group refers
 * to and the configuration does not declare.
 */
export const BuiltGroup = z.strictObject({
  runId: IntentId,
  /** Intents whose connections it carries. */
  intentIds: z.array(IntentId).min(1),
  // it never moves traffic back by itself, for it moves none
  group: ConnectionGroup.omit({ failback: true }),
  networks: z.array(Network),
  connections: z.array(Connection),
  policies: z.array(Policy),
  flows: z.array(Flow),
});
export type BuiltGroup = z.infer<typeof BuiltGroup>;

/** What a configuration says of what is connected. */
type Declared = Pick<SkylaneConfig, "networks" | "connections" | "groups" | "flows" | "policies">;

/**
 * The configuration with groups that were built; pure. What is declared wins over what was built under the same id, and a link that
 * is declared by its provider's id is that one.
 */
export function withBuiltGroups<Config extends Declared>(config: Config, built: readonly BuiltGroup[]): Config {
  if (built.length === 0) return config;
  const declaredIds = new Map(
    config.connections.flatMap(({ id, providerId }) => (providerId === undefined ? [] : [[providerId, id] as const])),
  );
  const renamed = new Map(
    built
      .flatMap(({ connections }) => connections)
      .flatMap(({ id, providerId }) => {
        const declaredId = providerId === undefined ? undefined : declaredIds.get(providerId);
        return declaredId === undefined ? [] : [[id, declaredId] as const];
      }),
  );
  return {
    ...config,
    networks: together(
      config.networks,
      built.flatMap(({ networks }) => networks),
    ),
    connections: together(
      config.connections,
      built.flatMap(({ connections }) => connections).filter(({ id }) => !renamed.has(id)),
    ),
    policies: together(
      config.policies,
      built.flatMap(({ policies }) => policies),
    ),
    flows: together(
      config.flows,
      built.flatMap(({ flows }) => flows),
    ),
    groups: together(
      config.groups,
      built.map(({ group }) => ({
        ...group,
        failback: FailbackSettings.parse({}),
        paths: group.paths.map((path) => ({
          ...path,
          connectionId: renamed.get(path.connectionId) ?? path.connectionId,
        })),
      })),
    ),
  };
}

/** Ids of all paths of a configuration's groups. */
export const pathIdsOf = ({ groups }: Pick<SkylaneConfig, "groups">): ReadonlySet<string> =>
  new Set(groups.flatMap(({ paths }) => paths.map(({ id }) => id)));

/** The first of each id. */
function together<T extends { readonly id: string }>(declared: readonly T[], built: readonly T[]): T[] {
  const byId = new Map<string, T>();
  for (const one of [...declared, ...built]) if (!byId.has(one.id)) byId.set(one.id, one);
  return [...byId.values()];
}
