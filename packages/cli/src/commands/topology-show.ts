import { Overview } from "@skylane/core";
import type { Command } from "commander";
import colors from "picocolors";
import { apiClient } from "../api-client.ts";
import { print, stateMark, table } from "../output.ts";
import { type TargetOptions, withTarget } from "./target-options.ts";

/** `skylane topology show`: networks, and what joins them. */
export const addTopologyShow = (topology: Command): void => {
  withTarget(topology.command("show").description("networks and what joins them")).action(
    async (options: TargetOptions) => {
      const { networks, connections, groups } = await apiClient(options).get("/v1/overview", Overview);
      print(options.json === true, { networks, connections, groups }, () => describe({ networks, connections }));
    },
  );
};

function describe({ networks, connections }: Pick<Overview, "networks" | "connections">): string {
  const networkRows = networks.map((network) => [
    network.id,
    network.cloud,
    network.regionId,
    network.cidrs.join(" "),
    String(connections.filter((one) => one.ends.includes(network.id)).length),
  ]);
  const bundles = new Map<string, Overview["connections"]>();
  for (const connection of connections) {
    const key = [...connection.ends].sort().join(" ↔ ");
    bundles.set(key, [...(bundles.get(key) ?? []), connection]);
  }
  const bundleRows = [...bundles].map(([key, members]) => {
    const probed = members.filter((member) => member.pathIds.length > 0);
    return [
      key,
      String(members.length),
      [...new Set(members.map((member) => member.kind))].join(", "),
      probed.map((member) => `${member.id} ${stateMark(member.state)}`).join("  "),
    ];
  });
  return [
    table(["network", "cloud", "region", "ranges", "connections"], networkRows),
    "",
    table(["between", "connections", "kinds", "probed"], bundleRows),
    colors.dim(`${networks.length} networks, ${connections.length} declared connections`),
  ].join("\n");
}
