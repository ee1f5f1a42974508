import type { Connection, Flow, SkylaneConfig, Topology, TopologyConnection } from "@skylane/core";
import { brokenRules } from "../../policy/index.ts";
import { rangeOf } from "../cidr.ts";

/** One direction of a connection: into it at one place, out of it at another. */
export interface Hop {
  readonly connection: TopologyConnection;
  readonly from: string;
  readonly to: string;
  /** Networks whose packets can enter here, and those that are behind the other end. */
  readonly entryKeys: readonly string[];
  readonly exitKeys: readonly string[];
  /** Prefixes that can be reached over it in this direction. */
  readonly reaches: readonly string[];
  /** Prefixes that can be reached the other way: answers need them. */
  readonly answers: readonly string[];
}

/** A flow, and where its two addresses are. */
export interface PlacedFlow {
  readonly flow: Flow;
  /** Key of the network that holds the address; `undefined` if none was seen. */
  readonly sourceKey: string | undefined;
  readonly destinationKey: string | undefined;
}

/** A topology made ready for questions about ways. */
export interface WayGraph {
  readonly topology: Topology;
  readonly flows: readonly PlacedFlow[];
  readonly hopsFrom: ReadonlyMap<string, readonly Hop[]>;
  readonly hopsOfNetwork: ReadonlyMap<string, readonly Hop[]>;
  /** Whether the flow's policies allow the connection. */
  readonly isAllowed: (flow: Flow, connection: TopologyConnection) => boolean;
  readonly isPublicForbidden: (flow: Flow) => boolean;
  /** Smaller is preferred: the order its group's paths stand in, then dedicated before tunnel before internet. */
  readonly rank: (flow: Flow, connection: TopologyConnection) => number;
}

/** What the owner wrote down about flows and what they may use. */
export type Intentions = Pick<SkylaneConfig, "flows" | "groups" | "policies">;

const KIND_RANK: Readonly<Record<Connection["kind"], number>> = {
  "direct-connect": 100,
  "express-route": 100,
  interconnect: 100,
  fastconnect: 100,
  peering: 110,
  "transit-peering": 120,
  vpn: 130,
  internet: 200,
};

/** Makes the graph; pure. Reading it costs per flow what the links at its places cost, not the size of the estate. */
export function wayGraph(topology: Topology, { flows, groups, policies }: Intentions): WayGraph {
  const hops = topology.connections.flatMap(hopsOf);
  const ownerOf = networkFinder(topology);
  const groupById = new Map(groups.map((group) => [group.id, group]));
  const policyById = new Map(policies.map((policy) => [policy.id, policy]));
  const orderOf = new Map(
    groups.map(({ id, paths }) => [id, new Map<string, number>(paths.map(({ connectionId }, i) => [connectionId, i]))]),
  );
  const policiesOf = ({ policyId, groupId }: Flow) =>
    [policyId, groupId === undefined ? undefined : groupById.get(groupId)?.policyId].flatMap((id) =>
      id === undefined ? [] : (policyById.get(id) ?? []),
    );
  return {
    topology,
    flows: flows.map((flow) => ({
      flow,
      sourceKey: ownerOf(flow.source.ip),
      destinationKey: ownerOf(flow.destination.ip),
    })),
    hopsFrom: Map.groupBy(hops, ({ from }) => from),
    hopsOfNetwork: groupByEach(hops, ({ entryKeys }) => entryKeys),
    isAllowed(flow, connection) {
      // a line over the internet that nobody encrypts is never a way to fall back on
      if (connection.kind === "internet" && !connection.isEncrypted) return false;
      return policiesOf(flow).every((policy) => brokenRules(connection, policy).length === 0);
    },
    isPublicForbidden: (flow) => policiesOf(flow).some(({ forbidPublicInternet }) => forbidPublicInternet),
    rank: (flow, { id, kind }) =>
      (flow.groupId === undefined ? undefined : orderOf.get(flow.groupId)?.get(id)) ?? KIND_RANK[kind],
  };
}

function hopsOf(connection: TopologyConnection): readonly Hop[] {
  const [a, b] = connection.ends;
  const hop = (i: 0 | 1): Hop => {
    const [near, far] = i === 0 ? [a, b] : [b, a];
    return {
      connection,
      from: near.at,
      to: far.at,
      entryKeys: near.networkKeys,
      exitKeys: far.networkKeys,
      reaches: connection.reaches[i],
      answers: connection.reaches[1 - i] as readonly string[],
    };
  };
  return [hop(0), hop(1)];
}

/** Key of the network with the longest range around an address. */
function networkFinder({ networks }: Topology): (ip: string) => string | undefined {
  const all = networks
    .flatMap(({ key, cidrs }) =>
      cidrs.flatMap((cidr) => {
        const range = rangeOf(cidr);
        return range ? [{ key, ...range }] : [];
      }),
    )
    .sort((a, b) => a.last - a.first - (b.last - b.first));
  return (ip) => {
    const address = rangeOf(ip)?.first;
    return address === undefined ? undefined : all.find(({ first, last }) => first <= address && address <= last)?.key;
  };
}

function groupByEach<T>(all: readonly T[], keysOf: (one: T) => readonly string[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all)
    for (const key of keysOf(one)) {
      const group = groups.get(key);
      if (group) group.push(one);
      else groups.set(key, [one]);
    }
  return groups;
}
