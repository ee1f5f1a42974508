import type { WayGraph } from "../../topology/index.ts";
import type { NoCandidate } from "./candidate.ts";
import type { Constraint } from "./constraints.ts";
import { indexesOf, type MeasuredWay, type Verdict } from "./judge-ways.ts";
import type { Ends, PhysicalWay, PhysicalWays } from "./physical-ways.ts";

/** Other sets of constraints that would do as well are named up to this many. */
const MAX_ALTERNATIVES = 3;

/**
 * Why none of these ways is allowed, and the least that would have to give: the smallest set of constraints without which one
 * of them would be, and of the ways that break just these the one that is nearest to keeping them. Ways in order of preference.
 */
export function explainNone(
  ways: readonly MeasuredWay[],
  { broken, judged }: Verdict,
  constraints: readonly Constraint[],
): NoCandidate {
  const sizes = broken.map((mask) => indexesOf(mask).length);
  const least = Math.min(...sizes);
  const byMask = Map.groupBy(
    ways.map((way, i) => ({ way: judged(way), id: way.id, mask: broken[i] as number })),
    ({ mask }) => mask,
  );
  const nearest = [...byMask]
    .filter(([mask]) => indexesOf(mask).length === least)
    .slice(0, MAX_ALTERNATIVES)
    .map(([mask, those]) => {
      const asked = indexesOf(mask).flatMap((i) => constraints[i] ?? []);
      const excess = ({ way }: (typeof those)[number]) =>
        asked.reduce((sum, constraint) => sum + constraint.excess(way), 0);
      const { way, id } = those.reduce((best, one) => (excess(one) < excess(best) ? one : best));
      const words = asked.flatMap((constraint) => constraint.broken(way));
      return {
        constraint: `${words.join("; ").replaceAll("this way", bestOf(asked))} (${id || "within one network"})`,
        relaxation: asked.map((constraint) => constraint.relaxation(way)).join(", and "),
      };
    });
  return {
    constraint: nearest[0]?.constraint ?? "",
    relaxation: [...new Set(nearest.map(({ relaxation }) => relaxation))].join("; or "),
  };
}

/** The way is the best in what it breaks only where that is one thing. */
const bestOf = ([one, ...others]: readonly Constraint[]): string =>
  others.length > 0 ? "the nearest way" : (one?.superlative ?? "the nearest way");

/** Why there is no way at all, whatever is allowed: a link that is down, a place that does not pass on, or no link. */
export function explainNoWay(graph: WayGraph, ends: Ends, maxHops: number, ways: PhysicalWays): NoCandidate {
  const [ifUp] = inOrder(ways.find(ends, { maxHops, maxWays: 100, as: "if-up" }).ways);
  if (ifUp) {
    const down = ifUp.hops
      .filter(({ connection }) => connection.status === "down")
      .map(({ connection }) => connection.id);
    return {
      constraint: `every way uses a link that is down: ${down.join(", ")} on ${ifUp.id}`,
      relaxation: `bring up ${down.join(" and ")}`,
    };
  }
  const ifRelayed = inOrder(ways.find(ends, { maxHops, maxWays: 100, as: "if-relayed" }).ways)
    .map((way) => ({ way, relays: ways.brokenRelays(way, ends) }))
    .sort((a, b) => a.relays.length - b.relays.length)[0];
  if (ifRelayed)
    return {
      constraint: `there is no way: ${ifRelayed.relays.map(({ at, because }) => `${at} would have to relay ${ifRelayed.way.id}, but ${because}`).join("; ")}`,
      relaxation: `add a link that passes by ${ifRelayed.relays.map(({ at }) => at).join(" and ")}`,
    };
  const shared = graph.topology.gateways.find(({ networkKeys }) =>
    [ends.sourceKey, ends.destinationKey].every((key) => key !== undefined && networkKeys.includes(key)),
  );
  if (shared)
    return {
      constraint: `there is no link to choose: both networks are attached to ${shared.name ?? shared.key}, which joins them itself`,
      relaxation: "leave the flow to that gateway, or add a link between the two networks",
    };
  const name = (key: string | undefined): string =>
    graph.topology.networks.find((network) => network.key === key)?.name ?? key ?? "a network that was not seen";
  return {
    constraint: `there is no way: no chain of up to ${maxHops} links joins ${name(ends.sourceKey)} and ${name(ends.destinationKey)}`,
    relaxation: `add a link between ${name(ends.sourceKey)} and ${name(ends.destinationKey)}, or let what joins them be discovered`,
  };
}

const inOrder = (ways: readonly PhysicalWay[]): readonly PhysicalWay[] =>
  [...ways].sort((a, b) => a.hops.length - b.hops.length || (a.id < b.id ? -1 : 1));
