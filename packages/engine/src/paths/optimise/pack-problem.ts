import { hasFallingPrice } from "./meter-envelope.ts";
import { type GroupWays, type PackedGroups, packGroups } from "./pack-groups.ts";
import type { ChoiceProblem } from "./problem.ts";
import { type Ragged, raggedOf, startsOf } from "./ragged.ts";

/**
 * A problem as typed arrays, so that a pass over 100,000 flows takes milliseconds. Ways that several candidates share
 * are stored once (`paths`), and so is what depends on a flow's list of ways alone (`groups`).
 */
export interface PackedProblem {
  readonly problem: ChoiceProblem;
  readonly linkCount: number;
  readonly meterCount: number;
  readonly riskCount: number;
  readonly flowCount: number;
  /** By flow: where its candidates begin. */
  readonly candidateStarts: Int32Array;
  /** By candidate: its way, what its primary use costs beside money, and its charges. */
  readonly pathOf: Int32Array;
  readonly performanceCost: Float64Array;
  readonly chargeStarts: Int32Array;
  readonly chargeMeter: Int32Array;
  readonly chargeGb: Float64Array;
  readonly mbps: Float64Array;
  readonly weight: Float64Array;
  readonly groupOf: Int32Array;
  readonly pathLinks: Ragged;
  /** Every risk that takes a link of the way along, ascending. */
  readonly pathRisks: Ragged;
  readonly groups: PackedGroups;
  /** By link: Infinity where it is not known. */
  readonly capacityMbps: Float64Array;
  /** Of a second port; 0 = it has none, or it would limit nothing. */
  readonly expansionMbps: Float64Array;
  readonly feeUsd: Float64Array;
  readonly expansionUsd: Float64Array;
  /** 1 = its fee is paid only if it is used. */
  readonly isOptional: Uint8Array;
  /** Fees that are paid whatever is chosen. */
  readonly fixedUsd: number;
}

/** @throws never; a flow without candidates gets an empty list, which the caller looks for first */
export function packProblem(problem: ChoiceProblem): PackedProblem {
  const { links, flows, weights } = problem;
  const candidateStarts = startsOf(flows.map(({ candidates }) => candidates.length));
  const candidateCount = candidateStarts[flows.length] ?? 0;
  const pathOf = new Int32Array(candidateCount);
  const performanceCost = new Float64Array(candidateCount);
  const chargeCounts = new Int32Array(candidateCount);
  const paths: (readonly number[])[] = [];
  const byText = new Map<string, number>();
  const byIdentity = new Map<readonly number[], number>();
  const groupLists: GroupWays[] = [];
  const isFalling = problem.meters.map(hasFallingPrice);
  const byList = new Map<string, number>();
  const groupOf = new Int32Array(flows.length);
  const meters: number[] = [];
  const gbs: number[] = [];
  for (const [flow, { candidates, monthlyGb }] of flows.entries()) {
    const start = candidateStarts[flow] ?? 0;
    for (const [offset, candidate] of candidates.entries()) {
      const index = start + offset;
      let path = byIdentity.get(candidate.links);
      if (path === undefined) {
        const text = candidate.links.join();
        path = byText.get(text);
        if (path === undefined) {
          path = paths.length;
          paths.push(candidate.links);
          byText.set(text, path);
        }
        byIdentity.set(candidate.links, path);
      }
      pathOf[index] = path;
      performanceCost[index] =
        monthlyGb * (weights.perGbMs * candidate.rttMs + weights.perLostGb * candidate.unavailabilityRatio);
      chargeCounts[index] = candidate.charges.length;
      for (const { meter, gb } of candidate.charges) {
        meters.push(meter);
        gbs.push(gb);
      }
    }
    const list = pathOf.subarray(start, start + candidates.length);
    const billed = candidates.map(({ charges }) =>
      charges.flatMap(({ meter }) => (isFalling[meter] ? [links.length + meter] : [])),
    );
    const text = `${list.join()};${billed.join(";")}`;
    let group = byList.get(text);
    if (group === undefined) {
      group = groupLists.length;
      groupLists.push({ paths: list, billed });
      byList.set(text, group);
    }
    groupOf[flow] = group;
  }
  const pathLinks = raggedOf(paths);
  const pathRisks = raggedOf(risksOfPaths(problem, paths));
  const isOptional = Uint8Array.from(links, ({ decision, monthlyUsd }) =>
    decision === "keep" || (decision === "may-close" && monthlyUsd === 0) ? 0 : 1,
  );
  return {
    problem,
    linkCount: links.length,
    meterCount: problem.meters.length,
    riskCount: problem.risks.length,
    flowCount: flows.length,
    candidateStarts,
    pathOf,
    performanceCost,
    chargeStarts: startsOf(chargeCounts),
    chargeMeter: Int32Array.from(meters),
    chargeGb: Float64Array.from(gbs),
    mbps: Float64Array.from(flows, ({ mbps }) => mbps),
    weight: Float64Array.from(flows, ({ weight }) => weight),
    groupOf,
    pathLinks,
    pathRisks,
    groups: packGroups(groupLists, pathLinks, pathRisks, isOptional),
    capacityMbps: Float64Array.from(links, ({ capacityMbps }) => capacityMbps ?? Number.POSITIVE_INFINITY),
    expansionMbps: Float64Array.from(links, ({ capacityMbps, expansion }) =>
      capacityMbps === undefined ? 0 : (expansion?.capacityMbps ?? 0),
    ),
    feeUsd: Float64Array.from(links, ({ monthlyUsd }) => monthlyUsd),
    expansionUsd: Float64Array.from(links, ({ expansion }) => expansion?.monthlyUsd ?? 0),
    isOptional,
    fixedUsd: links.reduce((sum, { monthlyUsd }, link) => sum + (isOptional[link] ? 0 : monthlyUsd), 0),
  };
}

function risksOfPaths(
  { links, risks }: ChoiceProblem,
  paths: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  const byLink: number[][] = links.map(() => []);
  for (const [risk, { links: taken }] of risks.entries()) {
    for (const link of new Set(taken)) byLink[link]?.push(risk);
  }
  return paths.map((path) => {
    const own = new Set<number>();
    for (const link of path) for (const risk of byLink[link] ?? []) own.add(risk);
    return [...own].sort((one, other) => one - other);
  });
}
