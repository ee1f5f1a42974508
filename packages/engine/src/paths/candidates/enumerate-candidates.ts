import type {
  Connection,
  ConnectionGroup,
  Flow,
  Policy,
  SeenGateway,
  SeenNetwork,
  TopologyConnection,
} from "@skylane/core";
import { type Hop, neededMbps, type PlacedFlow, type WayGraph } from "../../topology/index.ts";
import { sharedRisksOf } from "../shared-risks.ts";
import { addressClasses, addressNumber } from "./address-classes.ts";
import type { Candidate, FlowCandidates, RefusedWay } from "./candidate.ts";
import { type Constraint, constraintsOf } from "./constraints.ts";
import { explainNone, explainNoWay } from "./explain-none.ts";
import { indexesOf, judgeWays, type MeasuredWay, type Verdict } from "./judge-ways.ts";
import { type Ends, type PhysicalWay, physicalWays } from "./physical-ways.ts";
import { pruneCandidates } from "./prune-candidates.ts";

/** What is known besides the topology. The functions must give the same answer to the same question. */
export interface CandidateContext {
  readonly policies: readonly Policy[];
  readonly groups: readonly Pick<ConnectionGroup, "id" | "policyId">[];
  /** The inventory: what a link is approved for, its MTU, its site. */
  readonly connections: readonly Connection[];
  readonly gateways: readonly SeenGateway[];
  readonly networks: readonly SeenNetwork[];
  /** There and back; asked once for a way between two networks, whatever flow it is for. */
  readonly rttMsOf: (placed: PlacedFlow, hops: readonly Hop[]) => number | undefined;
  readonly availabilityOf: (hops: readonly Hop[]) => number | undefined;
  /** What a gigabyte costs over a way; without it the price keeps no candidate and drops none. */
  readonly usdPerGbOf?: ((hops: readonly Hop[]) => number | undefined) | undefined;
  /** Longer chains are no ways; 4. */
  readonly maxHops?: number | undefined;
  /** 12. */
  readonly maxCandidates?: number | undefined;
  /** Ways of a flow that are looked at before any is judged, those with the fewest links first; 1,000. */
  readonly maxWays?: number | undefined;
}

const MAX_REFUSED = 5;

interface WaysBetween {
  /** In order of preference. */
  readonly ways: readonly MeasuredWay[];
  /** False if there are more than may be looked at. */
  readonly isAll: boolean;
}

const withinNetwork = { ways: [{ id: "", hops: [], isRouted: true }], isAll: true };

/**
 * Finds the ways a flow may take: those that exist, that the places in between pass on, that its own and its group's policies
 * allow, and whose links are wide enough for its peak; pruned to those that could be somebody's choice. Pure; what flows have in
 * common is worked out once.
 */
export function candidateFinder(graph: WayGraph, context: CandidateContext): (placed: PlacedFlow) => FlowCandidates {
  const { maxHops = 4, maxCandidates = 12, maxWays = 1_000 } = context;
  const inventory = new Map(context.connections.map((connection) => [connection.id as string, connection]));
  const policyById = new Map(context.policies.map((policy) => [policy.id, policy]));
  const policyOfGroup = new Map(context.groups.map(({ id, policyId }) => [id, policyId]));
  const networkByKey = new Map(context.networks.map((network) => [network.key, network]));
  const { connections } = graph.topology;
  const classOf = addressClasses(connections.flatMap(({ reaches }) => reaches.flat()));
  const bandwidths = [...new Set(connections.flatMap(({ bandwidthMbps }) => bandwidthMbps ?? []))].sort(
    (a, b) => a - b,
  );
  const physical = physicalWays(graph, context.gateways, inventory);
  const risks = new Map<TopologyConnection, readonly string[]>();
  const pairs = new Map<string, string>();
  const waysOfPair = new Map<string, WaysBetween>();
  const answers = new Map<string, FlowCandidates>();

  const policiesOf = ({ policyId, groupId }: Flow): readonly Policy[] =>
    [...new Set([policyId, groupId === undefined ? undefined : policyOfGroup.get(groupId)])].flatMap((id) =>
      id === undefined ? [] : (policyById.get(id) ?? []),
    );

  return (placed) => {
    const { flow, sourceKey, destinationKey } = placed;
    const [source, destination] = [addressNumber(flow.source.ip), addressNumber(flow.destination.ip)];
    if (source === undefined || destination === undefined) return notAnAddress;
    const ends: Ends = { sourceKey, destinationKey, source, destination };
    const pair = pairOf(ends);
    const policies = policiesOf(flow);
    const mbps = flow.isSplittable ? undefined : neededMbps(flow);
    const width = mbps === undefined ? "split" : bandwidths.filter((bandwidth) => bandwidth < mbps).length;
    const key = [pair, width, ...policies.map(({ id }) => JSON.stringify(id))].join(" ");
    const known = answers.get(key);
    if (known) return known;

    const constraints = constraintsOf(policies, mbps);
    const { ways, isAll } = waysBetween(pair, placed, ends);
    const places = [sourceKey, destinationKey].map((one) => (one === undefined ? {} : (networkByKey.get(one) ?? {})));
    const judging = { constraints, inventory, places };
    const verdict = judgeWays(ways, judging);
    // where not all ways could be looked at, those that are forbidden anyway may have hidden the ones that are not
    const open = isAll ? ways : measured(placed, physical.find(ends, { maxHops, maxWays, isOut: verdict.isOut }).ways);
    const { broken } = isAll ? verdict : judgeWays(open, judging);
    const candidates = candidatesOf(open.filter((_, i) => broken[i] === 0));
    const answer: FlowCandidates = {
      candidates,
      refused: refusedOf(ways, verdict, constraints),
      ...(candidates.length === 0 && {
        none:
          ways.length === 0 ? explainNoWay(graph, ends, maxHops, physical) : explainNone(ways, verdict, constraints),
      }),
    };
    answers.set(key, answer);
    return answer;
  };

  /** The same for flows between the same networks whose addresses the announcements do not tell apart. */
  function pairOf(ends: Ends): string {
    const { sourceKey = "", destinationKey = "", source, destination } = ends;
    const key = [sourceKey, destinationKey, classOf(source), classOf(destination)].join(" ");
    const known = pairs.get(key);
    if (known !== undefined) return known;
    const pair = physical.outlook(ends);
    pairs.set(key, pair);
    return pair;
  }

  function waysBetween(pair: string, placed: PlacedFlow, ends: Ends): WaysBetween {
    const known = waysOfPair.get(pair);
    if (known) return known;
    const { sourceKey, destinationKey } = placed;
    // within one network there is no link to choose
    const isWithin = sourceKey !== undefined && sourceKey === destinationKey;
    const { ways, isAll } = isWithin ? withinNetwork : physical.find(ends, { maxHops, maxWays });
    const found = { ways: measured(placed, ways), isAll };
    waysOfPair.set(pair, found);
    return found;
  }

  function measured(placed: PlacedFlow, ways: readonly PhysicalWay[]): readonly MeasuredWay[] {
    return ways
      .map(({ id, hops, isRouted }) => ({
        id,
        hops,
        isRouted,
        rttMs: context.rttMsOf(placed, hops),
        availabilityRatio: context.availabilityOf(hops),
      }))
      .sort(byPreference);
  }

  function candidatesOf(ways: readonly MeasuredWay[]): readonly Candidate[] {
    const all = ways.map((way) => ({
      candidate: asCandidate(way),
      usdPerGb: context.usdPerGbOf?.(way.hops),
      risks: way.hops.map(({ connection }) => risksOf(connection)),
    }));
    return pruneCandidates(all, maxCandidates).map(({ candidate }) => candidate);
  }

  function risksOf(connection: TopologyConnection): readonly string[] {
    const known = risks.get(connection);
    if (known) return known;
    const names = sharedRisksOf(connection, inventory.get(connection.id));
    risks.set(connection, names);
    return names;
  }
}

/** The ways that break fewest rules, then those that would be preferred. */
function refusedOf(
  ways: readonly MeasuredWay[],
  { broken, judged }: Verdict,
  constraints: readonly Constraint[],
): readonly RefusedWay[] {
  return ways
    .flatMap((way, i) => (broken[i] === 0 ? [] : [{ way, indexes: indexesOf(broken[i] as number) }]))
    .sort((a, b) => a.indexes.length - b.indexes.length)
    .slice(0, MAX_REFUSED)
    .map(({ way, indexes }) => ({
      connectionIds: way.hops.map(({ connection }) => connection.id),
      rule: indexes.flatMap((i) => constraints[i]?.broken(judged(way)) ?? []).join("; "),
    }));
}

function asCandidate({ id, hops, rttMs, availabilityRatio, isRouted }: MeasuredWay): Candidate {
  let [isPublic, isEncrypted, least] = [false, true, Number.POSITIVE_INFINITY];
  for (const { connection } of hops) {
    isPublic ||= connection.isPublic;
    isEncrypted &&= connection.isEncrypted;
    least = Math.min(least, connection.bandwidthMbps ?? Number.NaN);
  }
  const bandwidthMbps = Number.isFinite(least) ? least : undefined;
  return { id, hops, rttMs, availabilityRatio, isRouted, isPublic, isEncrypted, bandwidthMbps };
}

/** Routed today first, then fewer links, then faster, then by id. */
function byPreference(a: MeasuredWay, b: MeasuredWay): number {
  return (
    Number(b.isRouted) - Number(a.isRouted) ||
    a.hops.length - b.hops.length ||
    (a.rttMs ?? Number.MAX_VALUE) - (b.rttMs ?? Number.MAX_VALUE) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  );
}

const notAnAddress: FlowCandidates = {
  candidates: [],
  refused: [],
  none: {
    constraint: "an address of the flow is no IPv4 address",
    relaxation: "write the IPv4 address into the flow's source.ip and destination.ip, e.g. 10.1.0.10",
  },
};
