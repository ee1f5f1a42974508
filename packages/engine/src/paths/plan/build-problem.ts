import type { Flow, PriceRow, TopologyConnection } from "@skylane/core";
import { type Hop, neededMbps, type PlacedFlow } from "../../topology/index.ts";
import type { Candidate } from "../candidates/candidate.ts";
import type {
  ChoiceProblem,
  ObjectiveWeights,
  ProblemCandidate,
  ProblemFlow,
  ProblemLink,
} from "../optimise/problem.ts";
import { decideLink } from "./decide-link.ts";
import type { EstateFacts, Unknowns } from "./estate-facts.ts";
import { chargesOf, expansionOf, feeOf, metersOf } from "./price-links.ts";
import { riskNames, risksOf } from "./risks.ts";

/** A flow with the ways it may take. */
export interface FlowChoice {
  readonly placed: PlacedFlow;
  readonly candidates: readonly Candidate[];
  /** The way it takes now, allowed or not; `undefined` = none. */
  readonly today: (Performance & { readonly hops: readonly Hop[] }) | undefined;
}

/** The problem, and what its numbers stand for. */
export interface BuiltProblem {
  readonly problem: ChoiceProblem;
  /** By index of the problem's links. */
  readonly connections: readonly TopologyConnection[];
  /** By index of its flows. */
  readonly choices: readonly FlowChoice[];
  readonly rows: readonly PriceRow[];
  readonly riskName: (riskIndex: number) => string;
  /** Fee by link; `undefined` = not known, and 0 in the problem. */
  readonly fees: readonly (number | undefined)[];
  /** By index of its flows: the way each takes now, as the problem sees it. */
  readonly todays: readonly (ProblemCandidate | undefined)[];
}

interface Performance {
  readonly rttMs: number | undefined;
  readonly availabilityRatio: number | undefined;
}

/** Taken for a link that nobody promises anything about: three nines, what a single circuit reaches in most years. */
const UNPROMISED_RATIO = 0.999;
const WEIGHT = { critical: 100, standard: 10, bulk: 1 } as const;

/** Turns an estate and the candidates of its flows into numbers; pure. */
export function buildProblem(
  facts: EstateFacts,
  choices: readonly FlowChoice[],
  weights: ObjectiveWeights,
  unknowns: Unknowns,
): BuiltProblem {
  const { connections } = facts.topology;
  const indexOf = new Map(connections.map((connection, i) => [connection.id, i]));
  const fees = connections.map((connection) => feeOf(connection, unknowns));
  const carriedMbps = carriedToday(choices);
  if (connections.some(({ bandwidthMbps }) => bandwidthMbps === undefined))
    unknowns.assume("A link whose bandwidth is not known takes no more than it carries today.");
  const links = connections.map((connection, i): ProblemLink => {
    const expansion = expansionOf(connection, facts);
    return {
      id: connection.id,
      capacityMbps: connection.bandwidthMbps ?? carriedMbps.get(connection.id) ?? 0,
      monthlyUsd: fees[i] ?? 0,
      decision: decideLink(connection, fees[i], facts).decision,
      ...(expansion && { expansion }),
    };
  });
  const meters = gatherMeters();
  const risks = risksOf(connections, facts.inventory);
  const chargesOfHop = new Map<Hop, Record<"there" | "back", readonly PriceRow[]>>();
  const rowsOf = (hop: Hop): Record<"there" | "back", readonly PriceRow[]> => {
    const known = chargesOfHop.get(hop);
    if (known) return known;
    const found = {
      there: chargesOf(hop, "there", facts, unknowns),
      back: chargesOf(hop, "back", facts, unknowns),
    };
    chargesOfHop.set(hop, found);
    return found;
  };
  const asCandidate = (
    { monthlyGb = 0, replyMonthlyGb = 0 }: Flow,
    hops: readonly Hop[],
    { rttMs, availabilityRatio }: Performance,
  ): ProblemCandidate => {
    const gbByMeter = new Map<number, number>();
    for (const hop of hops) {
      const rows = rowsOf(hop);
      for (const [gb, charged] of [
        [monthlyGb, rows.there],
        [replyMonthlyGb, rows.back],
      ] as const)
        for (const row of charged)
          if (gb > 0) gbByMeter.set(meters.indexOf(row), (gbByMeter.get(meters.indexOf(row)) ?? 0) + gb);
    }
    return {
      links: hops.map(({ connection }) => indexOf.get(connection.id) ?? -1),
      charges: [...gbByMeter].map(([meter, gb]) => ({ meter, gb })),
      rttMs: rttMs ?? Number.NaN,
      unavailabilityRatio:
        1 -
        (availabilityRatio ?? UNPROMISED_RATIO ** hops.length) *
          (1 - (facts.performance.measuredOf(hops)?.lossRatio ?? 0)),
    };
  };
  const todays = choices.map(
    ({ placed: { flow }, today }) => today && knownRtts([asCandidate(flow, today.hops, today)])[0],
  );
  const flows = choices.map(({ placed: { flow }, candidates, today }): ProblemFlow => {
    const todayId = today?.hops.map(({ connection }) => connection.id).join(" > ");
    if (flow.monthlyGb === undefined && flow.peakMbps === undefined)
      unknowns.assume("Flows without a volume are taken for nothing; they are given paths all the same.");
    if (candidates.some(({ availabilityRatio }) => availabilityRatio === undefined))
      unknowns.assume("A link that nobody promises anything about is taken for 99.9 % available.");
    return {
      id: flow.id,
      mbps: neededMbps(flow),
      monthlyGb: (flow.monthlyGb ?? 0) + (flow.replyMonthlyGb ?? 0),
      weight: WEIGHT[flow.class],
      isSplittable: flow.isSplittable === true,
      candidates: knownRtts(candidates.map((candidate) => asCandidate(flow, candidate.hops, candidate))).map(
        (candidate, index) => (candidates[index]?.id === todayId ? inUse(candidate) : candidate),
      ),
    };
  });
  if (choices.some(({ placed: { flow } }) => flow.peakMbps === undefined))
    unknowns.assume("A flow needs three times its mean bandwidth, unless flows[].peakMbps says otherwise.");
  return {
    problem: {
      links,
      ...metersOf(meters.rows()),
      risks: risks.map(({ id, links: members }) => ({ id, links: members })),
      flows,
      weights,
    },
    connections,
    choices,
    rows: meters.rows(),
    riskName: riskNames(risks),
    fees,
    todays,
  };
}

/** A millisecond is not worth a move: the way that is in use counts as that much faster. */
const STAY_MS = 1;
const inUse = (candidate: ProblemCandidate): ProblemCandidate => ({
  ...candidate,
  rttMs: Math.max(0, candidate.rttMs - STAY_MS),
});

/** What the flows need on each link as routing is today, Mbps. */
function carriedToday(choices: readonly FlowChoice[]): ReadonlyMap<string, number> {
  const carried = new Map<string, number>();
  for (const { placed, today } of choices)
    for (const { connection } of today?.hops ?? [])
      carried.set(connection.id, (carried.get(connection.id) ?? 0) + neededMbps(placed.flow));
  return carried;
}

/** A way whose latency is not known counts as the slowest of its flow: it wins nothing by being unknown. */
function knownRtts(candidates: readonly ProblemCandidate[]): readonly ProblemCandidate[] {
  const slowestMs = Math.max(0, ...candidates.map(({ rttMs }) => rttMs).filter((rttMs) => !Number.isNaN(rttMs)));
  return candidates.map((candidate) =>
    Number.isNaN(candidate.rttMs) ? { ...candidate, rttMs: slowestMs } : candidate,
  );
}

/** One meter for each row of the price lists that is met, in the order in which they are. */
function gatherMeters() {
  const indexes = new Map<PriceRow, number>();
  return {
    indexOf(row: PriceRow): number {
      const index = indexes.get(row) ?? indexes.size;
      indexes.set(row, index);
      return index;
    },
    rows: (): readonly PriceRow[] => [...indexes.keys()],
  };
}
