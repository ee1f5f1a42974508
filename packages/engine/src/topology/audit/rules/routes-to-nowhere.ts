import type { Finding, SeenRoute } from "@skylane/core";
import { type AuditFacts, counted, finding, firstOf } from "../facts.ts";

/** Routes that drop what they match: black holes, targets that are gone, links that are down. One finding a table and target. */
export function routesToNowhere({ topology }: AuditFacts): readonly Finding[] {
  const known = new Set(
    [...topology.networks, ...topology.gateways, ...topology.connections.flatMap(({ sightings }) => sightings)].flatMap(
      (one) => [one.key, ...("aliases" in one ? one.aliases.map((alias) => `${one.cloud}/${alias}`) : [])],
    ),
  );
  const down = new Map(
    topology.connections
      .filter(({ status }) => status === "down")
      .flatMap(({ id, sightings }) => sightings.map(({ key }) => [key, id] as const)),
  );
  const hasGap = new Set(topology.gaps.map(({ cloud }) => cloud));
  const reasonOf = ({ cloud, next, isActive, origin }: SeenRoute): string | undefined => {
    if (!isActive) return "its target is gone or detached";
    if (next.kind === "none") return "it is a black hole";
    if (next.key === undefined) return undefined;
    const id = down.get(next.key);
    if (id !== undefined && origin === "static") return `it leads over ${id}, which is down`;
    // a target that could not be read is not called gone
    if (next.kind === "link" && !known.has(next.key) && !hasGap.has(cloud)) return `there is no ${next.key}`;
    return undefined;
  };
  const groups = new Map<string, { route: SeenRoute; reason: string; prefixes: string[] }>();
  for (const route of topology.routes) {
    const reason = reasonOf(route);
    if (reason === undefined) continue;
    const name = `${route.owner} ${route.tableId} ${reason}`;
    const group = groups.get(name) ?? { route, reason, prefixes: [] };
    group.prefixes.push(route.prefix);
    groups.set(name, group);
  }
  return [...groups].map(([name, { route, reason, prefixes }]) =>
    finding(name.slice(0, 400), {
      rule: "route-to-nowhere",
      severity: "medium",
      title: `${counted(prefixes.length, "route leads", "routes lead")} to nowhere in ${route.tableId}`,
      subjects: [route.owner],
      evidence: [`Table ${route.tableId} of ${route.owner}: ${firstOf(prefixes)}; ${reason}.`],
      todo: "Remove the routes, or point them at a target that exists.",
      plan: [{ step: `Remove ${firstOf(prefixes, 10)} from ${route.tableId}.`, undo: "Add the same routes again." }],
    }),
  );
}
