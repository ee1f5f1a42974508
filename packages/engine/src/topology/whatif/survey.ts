import type { Estimates, FlowId, SkylaneConfig, Topology } from "@skylane/core";
import { findWay, type Hop, neededMbps, type PlacedFlow, type WayGraph, wayGraph } from "../ways/index.ts";
import { type WayEstimate, wayEstimator } from "./estimate-way.ts";
import { type Failure, failuresOf, together } from "./failures.ts";

/** What becomes of a flow that a failure touches. */
export interface FlowOutcome {
  readonly flowId: FlowId;
  readonly class: "critical" | "standard" | "bulk";
  /** `moved` = on another allowed way; `lost` = no allowed way is left; `ended` = its own network is gone. */
  readonly outcome: "moved" | "lost" | "ended";
  readonly before: WayEstimate;
  readonly after?: WayEstimate;
}

/** A connection that the flows that move need more of than it has, Mbps at their peaks; what it carried too little for before is not blamed on the failure. */
export interface Overload {
  readonly connectionId: string;
  readonly bandwidthMbps: number;
  readonly beforeMbps: number;
  readonly neededMbps: number;
}

/** What a failure, or several at once, do to the flows. Flows that no failure touches are not listed. */
export interface Impact {
  readonly failures: readonly Pick<Failure, "id" | "kind" | "name">[];
  readonly flows: readonly FlowOutcome[];
  /** Fullest first. */
  readonly overloads: readonly Overload[];
  readonly keptCount: number;
  readonly movedCount: number;
  readonly lostCount: number;
  readonly endedCount: number;
}

/** An estate made ready for questions of the form "what if". */
export interface Survey {
  readonly failures: readonly Failure[];
  readonly flowCount: number;
  /** Flows that have no allowed way even now; no failure is blamed for them. */
  readonly alreadyLostIds: readonly FlowId[];
  /** These failures at once. */
  whatIf(failures: readonly Failure[]): Impact;
  /** Every single failure, worst first. */
  singles(): readonly Impact[];
  /** Every pair of failures that loses more than its two halves do one by one, worst first, and how many pairs there are. */
  pairs(): { readonly pairCount: number; readonly worse: readonly Impact[] };
}

/** A flow with the way it takes now. */
interface Traveller {
  readonly placed: PlacedFlow;
  readonly way: readonly Hop[];
}

/** Pure; only the flows whose way a failure touches are searched again. */
export function surveyOf(topology: Topology, config: SkylaneConfig | undefined, estimates: Estimates): Survey {
  const { flows, groups, policies, networks } = config ?? { flows: [], groups: [], policies: [], networks: [] };
  const graph = wayGraph(topology, { flows, groups, policies });
  const estimate = wayEstimator(topology, networks, estimates);
  const failures = failuresOf(topology);
  const ways = graph.flows.map((placed) => ({ placed, way: search(graph, placed, new Set()) }));
  const travellers = ways.flatMap(({ placed, way }) => (way ? [{ placed, way }] : []));
  const alreadyLostIds = ways.flatMap(({ placed, way }) => (way ? [] : [placed.flow.id]));

  const beforeMbps = loads(travellers.map(({ placed, way }) => [placed, way]));

  const tell = (
    named: readonly Failure[],
    touched: readonly { traveller: Traveller; after: readonly Hop[] | "lost" | "ended" }[],
  ): Impact => {
    const outcomes = touched
      .map(
        ({ traveller: { placed, way }, after }): FlowOutcome => ({
          flowId: placed.flow.id,
          class: placed.flow.class,
          outcome: typeof after === "string" ? after : "moved",
          before: estimate(placed, way),
          ...(typeof after !== "string" && { after: estimate(placed, after) }),
        }),
      )
      .sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome) || (a.flowId < b.flowId ? -1 : 1));
    const count = (outcome: FlowOutcome["outcome"]): number => outcomes.filter((one) => one.outcome === outcome).length;
    return {
      failures: named.map(({ id, kind, name }) => ({ id, kind, name })),
      flows: outcomes,
      overloads: overloadsOf(topology, beforeMbps, touched),
      keptCount: travellers.length - outcomes.length,
      movedCount: count("moved"),
      lostCount: count("lost"),
      endedCount: count("ended"),
    };
  };

  const fate = ({ placed, way }: Traveller, gone: ReturnType<typeof together>): readonly Hop[] | "lost" | "ended" => {
    if (isEnded(placed, gone.networkKeys)) return "ended";
    return avoids(way, gone.connectionIds) ? way : (search(graph, placed, gone.connectionIds) ?? "lost");
  };
  const whatIf = (named: readonly Failure[]): Impact => {
    const gone = together(named);
    return tell(
      named,
      travellers.flatMap((traveller) => {
        const after = fate(traveller, gone);
        return after === traveller.way ? [] : [{ traveller, after }];
      }),
    );
  };

  return {
    failures,
    flowCount: flows.length,
    alreadyLostIds,
    whatIf,
    singles: () => failures.map((failure) => whatIf([failure])).sort(worseFirst),
    pairs() {
      const fates = failures.map((failure) => {
        const gone = together([failure]);
        const changed = new Map<Traveller, readonly Hop[] | "lost" | "ended">();
        for (const traveller of travellers) {
          const after = fate(traveller, gone);
          if (after !== traveller.way) changed.set(traveller, after);
        }
        return { failure, changed };
      });
      const worse: Impact[] = [];
      let pairCount = 0;
      for (const [i, one] of fates.entries())
        for (const other of fates.slice(i + 1)) {
          pairCount += 1;
          const lost = lostTogether(graph, one, other);
          // what only the pair loses makes it worth telling; the whole of it is then worked out
          if (lost) worse.push(whatIf([one.failure, other.failure]));
        }
      return { pairCount, worse: worse.sort(worseFirst) };
    },
  };
}

/** What flows need on each connection of their ways, Mbps. */
function loads(taken: Iterable<readonly [PlacedFlow, readonly Hop[]]>): ReadonlyMap<string, number> {
  const mbps = new Map<string, number>();
  for (const [{ flow }, way] of taken)
    for (const { connection } of way) mbps.set(connection.id, (mbps.get(connection.id) ?? 0) + neededMbps(flow));
  return mbps;
}

function overloadsOf(
  { connections }: Topology,
  beforeMbps: ReadonlyMap<string, number>,
  touched: readonly { readonly traveller: Traveller; readonly after: readonly Hop[] | "lost" | "ended" }[],
): readonly Overload[] {
  const left = loads(touched.map(({ traveller: { placed, way } }) => [placed, way]));
  const come = loads(
    touched.flatMap(({ traveller: { placed }, after }) => (typeof after === "string" ? [] : [[placed, after]])),
  );
  return connections
    .flatMap(({ id, bandwidthMbps }): readonly Overload[] => {
      const more = come.get(id);
      if (more === undefined || bandwidthMbps === undefined) return [];
      const before = beforeMbps.get(id) ?? 0;
      const needed = before - (left.get(id) ?? 0) + more;
      if (needed <= bandwidthMbps || needed <= before) return [];
      return [{ connectionId: id, bandwidthMbps, beforeMbps: tenths(before), neededMbps: tenths(needed) }];
    })
    .sort((a, b) => b.neededMbps / b.bandwidthMbps - a.neededMbps / a.bandwidthMbps);
}
const tenths = (mbps: number): number => Math.round(mbps * 10) / 10;

interface Fates {
  readonly failure: Failure;
  readonly changed: ReadonlyMap<Traveller, readonly Hop[] | "lost" | "ended">;
}

/**
 * True if both at once lose a flow that either alone leaves alive. A flow that only one of them touches is on its way around
 * that one; it is searched again only where the other is in that way too.
 */
function lostTogether(graph: WayGraph, one: Fates, other: Fates): boolean {
  const [few, many] = one.changed.size <= other.changed.size ? [one, other] : [other, one];
  let gone: ReadonlySet<string> | undefined;
  const searched = (traveller: Traveller): boolean => {
    gone ??= together([one.failure, other.failure]).connectionIds;
    return search(graph, traveller.placed, gone) !== undefined;
  };
  const isLost = (a: Fates, b: Fates): boolean => {
    for (const [traveller, after] of a.changed) {
      if (typeof after === "string" || avoids(after, b.failure.connectionIds)) continue;
      const elsewhere = b.changed.get(traveller);
      if (typeof elsewhere === "string" || (elsewhere && avoids(elsewhere, a.failure.connectionIds))) continue;
      if (isEnded(traveller.placed, b.failure.networkKeys)) continue;
      if (!searched(traveller)) return true;
    }
    return false;
  };
  return isLost(few, many) || isLost(many, few);
}

const ORDER: readonly FlowOutcome["outcome"][] = ["lost", "ended", "moved"];

const search = (graph: WayGraph, placed: PlacedFlow, goneIds: ReadonlySet<string>): readonly Hop[] | undefined =>
  findWay(graph, placed, { isDead: ({ connection }) => goneIds.has(connection.id), isPolicyKept: true });

const avoids = (way: readonly Hop[], goneIds: ReadonlySet<string>): boolean =>
  way.every(({ connection }) => !goneIds.has(connection.id));

const isEnded = ({ sourceKey, destinationKey }: PlacedFlow, goneKeys: ReadonlySet<string>): boolean =>
  (sourceKey !== undefined && goneKeys.has(sourceKey)) ||
  (destinationKey !== undefined && goneKeys.has(destinationKey));

/** Lost flows first, critical ones before others, then moved ones. */
const worseFirst = (a: Impact, b: Impact): number =>
  criticalLost(b) - criticalLost(a) ||
  b.lostCount - a.lostCount ||
  b.endedCount - a.endedCount ||
  b.movedCount - a.movedCount ||
  (idOf(a) < idOf(b) ? -1 : 1);

const criticalLost = ({ flows }: Impact): number =>
  flows.filter((flow) => flow.outcome === "lost" && flow.class === "critical").length;
const idOf = ({ failures }: Impact): string => failures.map(({ id }) => id).join(" ");
