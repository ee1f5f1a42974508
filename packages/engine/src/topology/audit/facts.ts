import type { Finding, SeenNetwork, SkylaneConfig, Topology, TopologyConnection } from "@skylane/core";
import type { WayGraph } from "../ways/index.ts";

/** What every rule may look at. */
export interface AuditFacts {
  readonly topology: Topology;
  readonly config: SkylaneConfig | undefined;
  readonly ways: WayGraph;
}

/** A finding with the parts that most rules leave at their defaults. */
export const finding = (
  subject: string,
  parts: Omit<Finding, "id" | "flowIds" | "plan"> & Partial<Pick<Finding, "flowIds" | "plan">>,
): Finding => ({ id: `${parts.rule}:${subject}`, flowIds: [], plan: [], ...parts });

/** Circuits with a port of their own. */
export const isDedicated = ({ kind }: Pick<TopologyConnection, "kind">): boolean =>
  kind === "direct-connect" || kind === "express-route" || kind === "interconnect" || kind === "fastconnect";

/** A network as a person would point at it. */
export const nameOf = ({ name, nativeId }: Pick<SeenNetwork, "name" | "nativeId">): string =>
  name ?? nativeId.slice(nativeId.lastIndexOf("/") + 1);

/** An end of a connection as a person would point at it: place and Region. */
export function endName(connection: TopologyConnection, i: 0 | 1): string {
  const { at, name, cloud, regionId } = connection.ends[i];
  const last = name ?? at.slice(at.lastIndexOf("/") + 1);
  return cloud === undefined ? last : `${last} (${[cloud, regionId].filter((part) => part !== "").join(" ")})`;
}

/** `a (aws us-east-1) ↔ b (azure eastus)`. */
export const betweenEnds = (connection: TopologyConnection): string =>
  `${endName(connection, 0)} ↔ ${endName(connection, 1)}`;

/** Who is said to own it, by the tags of its ends. */
export function ownerOf({ sightings }: Pick<TopologyConnection, "sightings">): string | undefined {
  for (const { tags } of sightings)
    for (const [name, value] of Object.entries(tags)) if (/^(owner|team|contact)$/i.test(name)) return value;
  return undefined;
}

/** A day of the calendar, UTC. */
export const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

/** `one thing`, `3 things`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** The first few of a list, and how many more. */
export const firstOf = (all: readonly string[], limit = 5): string =>
  all.length <= limit ? all.join(", ") : `${all.slice(0, limit).join(", ")} and ${all.length - limit} more`;
