import type { CloudId, ConnectionEnd, LinkSighting, TopologyConnection } from "@skylane/core";
import type { CountedEnd, Metering } from "./metering.ts";

/** One direction of a connection and the counters that make it up: one, or one for each tunnel. */
export interface CountedDirection {
  readonly connectionId: string;
  readonly fromKey: string;
  readonly toKey: string;
  readonly ends: readonly CountedEnd[];
}

/** What to ask clouds for, and what no cloud counts. */
export interface CountingPlan {
  readonly directions: readonly CountedDirection[];
  readonly uncounted: readonly string[];
}

/**
 * Which counter stands for each direction of each connection: the sender's own of what leaves it, and where that side has none, as a data
 * centre, the receiver's of what comes in. Each direction is counted once.
 */
export function planCounting(connections: readonly TopologyConnection[], meterings: readonly Metering[]): CountingPlan {
  const byCloud = new Map<CloudId, Metering>(meterings.map((one) => [one.cloud, one]));
  const isCounted = (links: readonly LinkSighting[]): boolean =>
    links.length > 0 && links.every((link) => byCloud.get(link.cloud)?.counts(link) === true);
  const directions: CountedDirection[] = [];
  const uncounted = new Map<string, string[]>();
  for (const connection of connections) {
    // nobody sees the open internet from both ends, nor as a link of its own
    if (connection.kind === "internet") continue;
    const sides = sidesOf(connection);
    const found = ([0, 1] as const).flatMap((i): CountedDirection[] => {
      const [sender, receiver] = [sides[i], sides[1 - i] ?? []];
      const [from, to] = [connection.ends[i], connection.ends[1 - i] as ConnectionEnd];
      const direction = isCounted(sender) ? "out" : isCounted(receiver) ? "in" : undefined;
      if (direction === undefined) return [];
      const ends = (direction === "out" ? sender : receiver).map((link) => ({ link, direction }) as const);
      return [{ connectionId: connection.id, fromKey: from.at, toKey: to.at, ends }];
    });
    directions.push(...found);
    if (found.length === 2) continue;
    const why = whyNot(connection);
    uncounted.set(why, [...(uncounted.get(why) ?? []), connection.id]);
  }
  return {
    directions,
    uncounted: [...uncounted].map(
      ([why, ids]) =>
        `${ids.length === 1 ? "1 connection is" : `${ids.length} connections are`} not counted (${listed(ids)}): ${why}`,
    ),
  };
}

/** Sightings of each end, in the order of the ends. */
export function sidesOf({
  ends,
  sightings,
}: Pick<TopologyConnection, "ends" | "sightings">): readonly [readonly LinkSighting[], readonly LinkSighting[]] {
  const isNear = ({ at }: LinkSighting): boolean => at === (sightings[0]?.at ?? ends[0].at);
  return [sightings.filter(isNear), sightings.filter((one) => !isNear(one))];
}

function whyNot({ kind, sightings }: TopologyConnection): string {
  const clouds = [...new Set(sightings.map(({ cloud }) => cloud))].join(" and ") || "no cloud";
  if (kind === "peering")
    return `${clouds} has no counter for a peering; flow logs of the networks at its ends tell what it carries`;
  return clouds === "onprem"
    ? "both ends are routers, whose counters have no history; what they carry costs nothing by volume"
    : `${clouds} has no counter for such a ${kind}, as it was found; look again, and see whether its other end can be read`;
}

const NAMED = 5;
const listed = (ids: readonly string[]): string =>
  ids.length <= NAMED ? ids.join(", ") : `${ids.slice(0, NAMED).join(", ")} and ${ids.length - NAMED} more`;
