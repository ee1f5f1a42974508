import { globalcartConfig } from "./globalcart-config.ts";
import { furtherPaths, manyPathsGroups, manyPathsVantages } from "./many-paths.ts";

interface Group {
  readonly id: string;
  readonly paths: readonly { readonly id: string; readonly probe: object }[];
}
interface Config {
  readonly groups: readonly Group[];
  readonly vantages: readonly { readonly id: string }[];
  readonly flows: readonly { readonly groupId?: string }[];
}

/** GlobalCart with 127 paths from two vantages: what `skylane costs self` measures. */
export function globalcartWith127Paths(): Record<string, unknown> {
  // its page names groups that are not here
  const { status: _, ...config } = globalcartConfig() as Record<string, unknown>;
  const { groups, vantages, flows } = config as unknown as Config;
  return {
    ...config,
    // however busy the machine is that it is measured on, no path gets worse: a quiet month moves nothing
    thresholds: {
      probeTimeoutMs: "900 ms",
      degradedRttFloorMs: 800,
      degradedLossRatio: 0.9,
      failuresToDownCount: 20,
    },
    vantages: vantages.filter(({ id }) => manyPathsVantages.includes(id)),
    groups: groups.filter(({ id }) => manyPathsGroups.includes(id)).map(withFurtherPaths),
    flows: flows.map(({ groupId, ...flow }) => ({
      ...flow,
      ...(groupId !== undefined && manyPathsGroups.includes(groupId) && { groupId }),
    })),
  };
}

const withFurtherPaths = (group: Group): Group => ({
  ...group,
  paths: [
    ...group.paths,
    ...furtherPaths.flatMap(({ id, linkId, port }) => {
      const link = group.paths.find((path) => path.id === linkId);
      return link ? [{ ...link, id, probe: { ...link.probe, port } }] : [];
    }),
  ],
});
