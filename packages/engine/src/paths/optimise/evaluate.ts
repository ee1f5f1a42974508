import { freeVolumes } from "./free-volumes.ts";
import { loadsOf, risksOfFlows } from "./loads.ts";
import { exposedRisks, type FlowRisks } from "./pairs.ts";
import type { Assignment, ChoiceProblem, ChosenPart, Exposure, ProblemLink } from "./problem.ts";
import { stepsOf, usdOf } from "./tiers.ts";

/** A rule that an assignment breaks, and by how much. */
export type Violation =
  /** Parts that do not add up to 1, several of a flow that may not be split, or a candidate that is not there. */
  | { readonly kind: "parts"; readonly flow: number }
  | { readonly kind: "closed-link"; readonly flow: number; readonly link: number }
  /** A link that has no second port, or a closed one, called expanded; a link to keep called closed. */
  | { readonly kind: "decision"; readonly link: number }
  /** `risk` absent = in the normal case. */
  | { readonly kind: "capacity"; readonly link: number; readonly risk?: number; readonly overMbps: number }
  | { readonly kind: "budget"; readonly overUsd: number };

/** What an assignment comes to. */
export interface Evaluation {
  readonly normalMbps: readonly number[];
  /** The most each link carries, whatever fails alone. */
  readonly peakMbps: readonly number[];
  readonly violations: readonly Violation[];
  /** Fees of open links and second ports, USD a month. */
  readonly feesUsd: number;
  /** By meter: what the primary paths send through it, how much of that is free, what the rest costs. */
  readonly meters: readonly { readonly gb: number; readonly freeGb: number; readonly usd: number }[];
  /** Fees and meters, USD a month. */
  readonly monthlyUsd: number;
  /** Gigabytes × round trip of their primary path. */
  readonly gbMs: number;
  /** Gigabytes that primary paths are expected to lose a month. */
  readonly lostGb: number;
  /** Weighted sum of the three, USD-equivalents. */
  readonly objective: number;
  readonly exposures: readonly Exposure[];
  /** Weight × risks exposed to, added up over flows, parts by their share. The first thing to be least. */
  readonly exposureWeight: number;
}

/** A limit counts as kept up to this share of it: sums of shares are not exact. */
const toleranceRatio = 1e-6;

/** True if `amount` exceeds `limit` by more than rounding. */
export const isOver = (amount: number, limit: number): boolean =>
  amount - limit > toleranceRatio * Math.max(1, Math.abs(limit));

/** The judge of every plan: what the assignment costs, carries and breaks, counted anew without any solver. */
export const evaluate = (problem: ChoiceProblem, assignment: Assignment): Evaluation => {
  const risks = risksOfFlows(problem);
  const { normalMbps, moved, peakMbps } = loadsOf(problem, assignment.parts, risks);
  const violations: Violation[] = [];
  for (const [flow, { isSplittable, candidates }] of problem.flows.entries()) {
    const parts = assignment.parts[flow] ?? [];
    if (!areParts(parts, isSplittable, candidates.length)) violations.push({ kind: "parts", flow });
    for (const link of linksOf(parts, candidates)) {
      if (!assignment.isOpen[link]) violations.push({ kind: "closed-link", flow, link });
    }
  }
  for (const [link, { decision, expansion }] of problem.links.entries()) {
    const isWrong =
      (decision === "keep" && !assignment.isOpen[link]) ||
      (assignment.isExpanded[link] === true && (!expansion || !assignment.isOpen[link]));
    if (isWrong) violations.push({ kind: "decision", link });
  }
  const overload = (link: number, mbps: number, risk?: number): void => {
    const roomMbps = capacityOf(problem.links[link], assignment.isExpanded[link] === true);
    if (roomMbps === undefined || !isOver(mbps, roomMbps)) return;
    violations.push({ kind: "capacity", link, ...(risk === undefined ? {} : { risk }), overMbps: mbps - roomMbps });
  };
  for (const [link, mbps] of normalMbps.entries()) overload(link, mbps);
  for (const { risk, link, mbps } of moved) overload(link, mbps, risk);

  const feesUsd = problem.links.reduce((sum, { monthlyUsd, expansion }, link) => {
    const open = assignment.isOpen[link] ? monthlyUsd : 0;
    return sum + open + (assignment.isExpanded[link] ? (expansion?.monthlyUsd ?? 0) : 0);
  }, 0);
  const meters = bill(problem, assignment.parts);
  const monthlyUsd = feesUsd + meters.reduce((sum, { usd }) => sum + usd, 0);
  const { maxMonthlyUsd, weights } = problem;
  // a hundredth of a cent is rounding
  if (maxMonthlyUsd !== undefined && isOver(monthlyUsd - 1e-4, maxMonthlyUsd)) {
    violations.push({ kind: "budget", overUsd: monthlyUsd - maxMonthlyUsd });
  }
  const { gbMs, lostGb } = performanceOf(problem, assignment.parts);
  return {
    normalMbps,
    peakMbps,
    violations,
    feesUsd,
    meters,
    monthlyUsd,
    gbMs,
    lostGb,
    objective: weights.perUsd * monthlyUsd + weights.perGbMs * gbMs + weights.perLostGb * lostGb,
    ...exposureOf(problem, assignment.parts, risks),
  };
};

/**
 * The least that has to be open and expanded for these parts: a link that may close stays open only if a path uses it
 * (or if closing it would save nothing), a second port is taken only where the capacity does not suffice.
 */
export const assignmentOf = (problem: ChoiceProblem, parts: readonly (readonly ChosenPart[])[]): Assignment => {
  const used = new Set<number>();
  for (const [flow, { candidates }] of problem.flows.entries()) {
    for (const link of linksOf(parts[flow] ?? [], candidates)) used.add(link);
  }
  const { peakMbps } = loadsOf(problem, parts);
  return {
    parts,
    isOpen: problem.links.map(
      ({ decision, monthlyUsd }, link) =>
        decision === "keep" || used.has(link) || (decision === "may-close" && monthlyUsd === 0),
    ),
    isExpanded: problem.links.map(
      ({ capacityMbps, expansion }, link) =>
        expansion !== undefined && capacityMbps !== undefined && isOver(peakMbps[link] ?? 0, capacityMbps),
    ),
  };
};

/** Mbps that fit, with its second port if that is taken; undefined = not known, so nothing is too much. */
const capacityOf = (link: ProblemLink | undefined, isExpanded: boolean): number | undefined =>
  link?.capacityMbps === undefined
    ? undefined
    : link.capacityMbps + (isExpanded ? (link.expansion?.capacityMbps ?? 0) : 0);

const areParts = (parts: readonly ChosenPart[], isSplittable: boolean, candidateCount: number): boolean => {
  const exists = (candidate: number): boolean => candidate >= 0 && candidate < candidateCount;
  const sum = parts.reduce((all, { share }) => all + share, 0);
  return (
    (isSplittable ? parts.length > 0 : parts.length === 1) &&
    Math.abs(sum - 1) <= toleranceRatio &&
    parts.every(
      ({ primary, backup, share }) =>
        share > 0 && exists(primary) && backup !== primary && (backup === undefined || exists(backup)),
    )
  );
};

const linksOf = (
  parts: readonly ChosenPart[],
  candidates: readonly { readonly links: readonly number[] }[],
): ReadonlySet<number> =>
  new Set(
    parts.flatMap(({ primary, backup }) => [
      ...(candidates[primary]?.links ?? []),
      ...(backup === undefined ? [] : (candidates[backup]?.links ?? [])),
    ]),
  );

const bill = (problem: ChoiceProblem, parts: readonly (readonly ChosenPart[])[]): Evaluation["meters"] => {
  const gbByMeter = problem.meters.map(() => 0);
  for (const [flow, { candidates }] of problem.flows.entries()) {
    for (const { primary, share } of parts[flow] ?? []) {
      for (const { meter, gb } of candidates[primary]?.charges ?? []) {
        gbByMeter[meter] = (gbByMeter[meter] ?? 0) + gb * share;
      }
    }
  }
  const freeByMeter = freeVolumes(problem, gbByMeter);
  return problem.meters.map((meter, index) => {
    const gb = gbByMeter[index] ?? 0;
    const freeGb = freeByMeter[index] ?? 0;
    return { gb, freeGb, usd: usdOf(stepsOf(meter, Math.max(0, gb - freeGb))) };
  });
};

const performanceOf = (
  problem: ChoiceProblem,
  parts: readonly (readonly ChosenPart[])[],
): { readonly gbMs: number; readonly lostGb: number } => {
  let gbMs = 0;
  let lostGb = 0;
  for (const [flow, { candidates, monthlyGb }] of problem.flows.entries()) {
    for (const { primary, share } of parts[flow] ?? []) {
      gbMs += monthlyGb * share * (candidates[primary]?.rttMs ?? 0);
      lostGb += monthlyGb * share * (candidates[primary]?.unavailabilityRatio ?? 0);
    }
  }
  return { gbMs, lostGb };
};

const exposureOf = (
  problem: ChoiceProblem,
  parts: readonly (readonly ChosenPart[])[],
  risks: readonly FlowRisks[],
): Pick<Evaluation, "exposures" | "exposureWeight"> => {
  const exposures: Exposure[] = [];
  let exposureWeight = 0;
  for (const [flow, { weight }] of problem.flows.entries()) {
    const own = new Set<number>();
    for (const { primary, backup, share } of parts[flow] ?? []) {
      const exposed = exposedRisks(risks[flow] ?? { hits: [], avoidable: new Set() }, primary, backup);
      exposureWeight += weight * share * exposed.length;
      for (const risk of exposed) own.add(risk);
    }
    for (const risk of [...own].sort((one, other) => one - other)) exposures.push({ flow, risk });
  }
  return { exposures, exposureWeight };
};
