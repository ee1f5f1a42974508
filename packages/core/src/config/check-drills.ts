import type * as z from "zod";
import type { Drill } from "./drills.ts";
import type { ConnectionGroup } from "./skylane-config.ts";

interface Drilled {
  readonly groups: readonly ConnectionGroup[];
  readonly networks: readonly { readonly id: string; readonly regionId: string }[];
  readonly drills: readonly Drill[];
}

/** Adds an issue for each drill that names what is not declared, or that could not run as it says. */
export function checkDrills(config: Drilled, context: z.RefinementCtx): void {
  const complain = (path: PropertyKey[], message: string): void => context.addIssue({ code: "custom", path, message });
  const groups = new Map(config.groups.map((group) => [group.id as string, group]));
  const seen = new Set<string>();
  config.drills.forEach((drill, i) => {
    const at = ["drills", i];
    if (seen.has(drill.id)) complain([...at, "id"], `"${drill.id}" is used twice; ids must be unique`);
    seen.add(drill.id);
    for (const groupId of Object.keys(drill.targetRtoMsByGroup))
      if (!groups.has(groupId))
        complain(
          [...at, "targetRtoMsByGroup"],
          `names group "${groupId}", which is not declared; declare it or correct the name`,
        );
    if (drill.over === "all") return;
    if ("regionId" in drill.over) {
      const { regionId } = drill.over;
      if (!config.networks.some((network) => network.regionId === regionId))
        complain([...at, "over", "regionId"], `names "${regionId}", in which no network is declared; correct the name`);
      return;
    }
    drill.over.groupIds.forEach((groupId, j) => {
      const group = groups.get(groupId);
      const where = [...at, "over", "groupIds", j];
      if (!group) complain(where, `names group "${groupId}", which is not declared; declare it or correct the name`);
      else if (group.automation !== "act")
        complain(
          where,
          `names group "${groupId}" at "${group.automation}"; a drill moves traffic, so set it to "act" or leave it out`,
        );
      else if (drill.kind === "official" && !group.paths.some(({ faultTest }) => faultTest))
        complain(
          where,
          `names group "${groupId}", of which no path has a faultTest; give it one, or drill it by "reroute"`,
        );
    });
  });
}
