import { flowsByLink } from "./close-links.ts";
import { boundBelow, type DualPrices } from "./dual-bound.ts";
import { type PackedProblem, packProblem } from "./pack-problem.ts";
import { type Found, planBy } from "./plan-fast.ts";
import type { Assignment, ChoiceProblem, Exposure, Solution } from "./problem.ts";
import type { Ragged } from "./ragged.ts";

export interface FastOptions {
  /** Passes over all flows for the bound, altogether; 30 unless told. */
  readonly maxIterations?: number;
  /** Good enough: it stops there; 0.005 unless told. */
  readonly targetGapRatio?: number;
}

/**
 * A good plan with a proven bound, for problems too large to solve exactly: 100,000 flows over 1,000 links in seconds.
 * The prices of the bound guide a first plan, which is then improved link by link and flow by flow; each flow has one
 * part. The plan keeps every capacity, also after each single failure, and the budget. Deterministic.
 *
 * `bound` is below every valid assignment that is exposed no more than this one (`boundBelow` says why), so also below
 * the best. "infeasible" for `no-candidate` is certain; for `capacity` and `budget` it means that none was found, and
 * what is named is what the best attempt lacked.
 */
export function solveFast(problem: ChoiceProblem, options: FastOptions = {}): Solution {
  const { maxIterations = 30, targetGapRatio = 0.005 } = options;
  const without = [...problem.flows.keys()].filter((flow) => problem.flows[flow]?.candidates.length === 0);
  if (without.length > 0) return { status: "infeasible", why: { kind: "no-candidate", flows: without } };
  const packed = packProblem(problem);
  const flowsOf = flowsByLink(packed);
  const first = Math.max(1, Math.floor(maxIterations / 3));
  let prices = boundBelow(packed, { maxIterations: first, targetGapRatio, excessWeight: 0 });
  let best = planBy(packed, flowsOf, prices, 0);
  if (best.kind === "stuck") return { status: "infeasible", why: { kind: "capacity", extraMbps: best.extraMbps } };
  let budgetPrice = 0;
  const { maxMonthlyUsd } = problem;
  if (maxMonthlyUsd !== undefined && isOverBudget(best, maxMonthlyUsd)) {
    const kept = keepBudget(packed, flowsOf, prices, maxMonthlyUsd, best);
    if (typeof kept === "number") return { status: "infeasible", why: { kind: "budget", leastMonthlyUsd: kept } };
    best = kept.found;
    budgetPrice = kept.budgetPrice;
  }
  const prove = (found: Found, from?: DualPrices): DualPrices =>
    boundBelow(packed, {
      maxIterations: Math.max(1, maxIterations - first),
      targetGapRatio,
      reached: found.objective,
      excessWeight: found.excessWeight < 1e-9 ? 0 : found.excessWeight,
      budgetPrice,
      ...(from ? { from } : {}),
    });
  prices = prove(best, prices);
  let bound = prices.bound;
  // a second plan by better prices seldom saves much, and takes as long as the first
  const worthwhile = packed.flowCount > 20_000 ? 4 * targetGapRatio : targetGapRatio;
  if ((best.objective - bound) / Math.max(1e-9, Math.abs(best.objective)) > worthwhile) {
    const again = planBy(packed, flowsOf, prices, budgetPrice);
    const isKept = again.kind === "found" && (maxMonthlyUsd === undefined || !isOverBudget(again, maxMonthlyUsd));
    if (again.kind === "found" && isKept) {
      const isSafer = again.excessWeight < best.excessWeight - 1e-9;
      if (isSafer || (again.excessWeight <= best.excessWeight + 1e-9 && again.objective < best.objective)) best = again;
    }
  }
  bound = Math.min(bound, best.objective);
  const gap = best.objective - bound;
  return {
    status: "solved",
    assignment: assignmentFrom(best),
    objective: best.objective,
    bound,
    gapRatio: gap <= 0 ? 0 : gap / Math.max(1e-9, Math.abs(best.objective)),
    monthlyUsd: best.monthlyUsd,
    exposures: exposuresOf(packed, best),
  };
}

const isOverBudget = ({ monthlyUsd }: Found, maxMonthlyUsd: number): boolean =>
  monthlyUsd - maxMonthlyUsd > 1e-6 * Math.max(1, maxMonthlyUsd);

/**
 * Raises what a dollar is worth until the budget is kept, then looks for the least that does; where no price of a dollar
 * is enough, backups that cost money are given up too.
 *
 * @returns the least that was reached, USD a month, if the budget cannot be kept
 */
function keepBudget(
  packed: PackedProblem,
  flowsOf: Ragged,
  prices: DualPrices,
  maxMonthlyUsd: number,
  free: Found,
): { readonly found: Found; readonly budgetPrice: number } | number {
  const most = Math.max(1, packed.problem.weights.perUsd) * 10_000;
  let leastMonthlyUsd = free.monthlyUsd;
  const thrifts = [undefined, { keepUsd: maxMonthlyUsd, isBare: false }, { keepUsd: maxMonthlyUsd, isBare: true }];
  for (const thrift of thrifts) {
    let low = 0;
    let high: { readonly found: Found; readonly budgetPrice: number } | undefined;
    let price = Math.max(packed.problem.weights.perUsd, 1e-3);
    for (let tries = 0; tries < 10 && price <= most; tries += 1) {
      const guided = boundBelow(packed, {
        maxIterations: 8,
        targetGapRatio: 0,
        budgetPrice: price,
        from: {
          ...prices,
          feeShare: new Float64Array(prices.feeShare.length),
          meterPrice: rescaled(packed, prices, price),
        },
        ...(thrift ? {} : { excessWeight: 0 }),
      });
      const found = planBy(packed, flowsOf, guided, price, thrift);
      if (found.kind === "found") leastMonthlyUsd = Math.min(leastMonthlyUsd, found.monthlyUsd);
      const isKept = found.kind === "found" && !isOverBudget(found, maxMonthlyUsd);
      if (found.kind === "found" && isKept) high = { found, budgetPrice: price };
      else low = price;
      if (high) price = (low + high.budgetPrice) / 2;
      else price *= 8;
    }
    if (high) return high;
  }
  return leastMonthlyUsd;
}

function rescaled({ problem }: PackedProblem, { meterPrice }: DualPrices, budgetPrice: number): Float64Array {
  const { perUsd } = problem.weights;
  if (perUsd > 0) return meterPrice.map((price) => (price * (perUsd + budgetPrice)) / perUsd);
  return Float64Array.from(problem.meters, ({ tiers }) => (tiers.at(-1)?.usdPerGb ?? 0) * budgetPrice);
}

function assignmentFrom({ placement }: Found): Assignment {
  const { packed, primary, backup, users, isExpanded } = placement;
  return {
    parts: Array.from(primary, (own, flow) => {
      const back = backup[flow] ?? -1;
      return [back < 0 ? { primary: own, share: 1 } : { primary: own, backup: back, share: 1 }];
    }),
    isOpen: packed.problem.links.map((_, link) => !packed.isOptional[link] || (users[link] ?? 0) > 0),
    isExpanded: Array.from(isExpanded, (each) => each === 1),
  };
}

/** By flow, then by risk: what its pair does not survive though another candidate would. */
function exposuresOf(packed: PackedProblem, { placement }: Found): readonly Exposure[] {
  const exposures: Exposure[] = [];
  const { pathRisks, candidateStarts, pathOf } = packed;
  const risksOf = (path: number): Int32Array =>
    pathRisks.items.subarray(pathRisks.starts[path] ?? 0, pathRisks.starts[path + 1] ?? 0);
  for (let flow = 0; flow < packed.flowCount; flow += 1) {
    const start = candidateStarts[flow] ?? 0;
    const back = placement.backup[flow] ?? -1;
    const saved = back < 0 ? undefined : risksOf(pathOf[start + back] ?? 0);
    let all: readonly Int32Array[] | undefined;
    for (const risk of risksOf(pathOf[start + (placement.primary[flow] ?? 0)] ?? 0)) {
      if (saved && !saved.includes(risk)) continue;
      all ??= Array.from(pathOf.subarray(start, candidateStarts[flow + 1] ?? 0), risksOf);
      if (all.some((own) => !own.includes(risk))) exposures.push({ flow, risk });
    }
  }
  return exposures;
}
