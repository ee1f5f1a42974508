import { addMeters } from "./milp-meters.ts";
import { addColumn, addRow, emptyModel, type MilpModel, type Term } from "./milp-model.ts";
import type { FlowRisks, PathPair } from "./pairs.ts";
import type { ChoiceProblem } from "./problem.ts";

/** What the model makes least. */
export type Goal =
  /** The objective of the problem. */
  | "objective"
  /** Weighted exposures, see `Evaluation.exposureWeight`. */
  | "exposure"
  /** The bill, USD a month; the budget does not apply. */
  | "usd"
  /** Extra Mbps, added up over links; every link may carry more than it has room for, and the budget does not apply. */
  | "extra-mbps";

export interface ChoiceModelInput {
  readonly problem: ChoiceProblem;
  readonly risks: readonly FlowRisks[];
  /** By flow, one at least. */
  readonly pairs: readonly (readonly PathPair[])[];
  readonly goal: Goal;
  /** Links whose room after failures is modelled; the pairs may stand for others that differ only in the rest. */
  readonly scarce: ReadonlySet<number>;
  /** No more weighted exposure than that; absent = whatever the pairs have. */
  readonly maxExposureWeight?: number;
}

/** A pair of a flow as a column: its share of the flow. */
export interface PairColumn {
  readonly column: number;
  readonly flow: number;
  readonly pair: PathPair;
}

export interface ChoiceModel {
  readonly input: ChoiceModelInput;
  readonly model: MilpModel;
  readonly pairs: readonly PairColumn[];
  /** What the goal comes to on top of the columns: fees of links that stay anyway. */
  readonly constant: number;
  /** By link; absent where there is nothing to decide. */
  readonly open: readonly (number | undefined)[];
  readonly expand: readonly (number | undefined)[];
  readonly extra: readonly (number | undefined)[];
}

/**
 * Columns: the share of each pair, whole unless the flow may be split; whether a link that may close or open is open;
 * whether a second port is taken; volumes by price step. Rows: shares add up to 1; a path needs its links open; the
 * normal case fits; the budget. What has to fit after failures is added when it turns out to matter, by `capacityTerms`.
 */
export const choiceModel = (input: ChoiceModelInput): ChoiceModel => {
  const { problem, goal, maxExposureWeight } = input;
  const model = emptyModel();
  /** USD a month of each column, for the budget. */
  const usd = new Map<number, number>();
  const usdWeight = goal === "usd" ? 1 : goal === "objective" ? problem.weights.perUsd : 0;
  const addPaid = (feeUsd: number, upper: number, isWhole: boolean): number => {
    const column = addColumn(model, usdWeight * feeUsd, upper, isWhole);
    if (feeUsd !== 0) usd.set(column, feeUsd);
    return column;
  };

  const pairs: PairColumn[] = [];
  for (const [flow, own] of input.pairs.entries()) {
    const isWhole = problem.flows[flow]?.isSplittable !== true;
    const first = pairs.length;
    for (const pair of own) {
      pairs.push({ column: addColumn(model, costOf(input, flow, pair), 1, isWhole), flow, pair });
    }
    addRow(
      model.rows,
      1,
      pairs.slice(first).map(({ column }): Term => [column, 1]),
      1,
    );
  }

  const isElastic = goal === "extra-mbps";
  const open = problem.links.map(({ decision, monthlyUsd }) =>
    decision === "keep" ? undefined : addPaid(monthlyUsd, 1, true),
  );
  const expand = problem.links.map(({ capacityMbps, expansion }, link) => {
    if (capacityMbps === undefined || !expansion) return undefined;
    const column = addPaid(expansion.monthlyUsd, 1, true);
    const opened = open[link];
    if (opened !== undefined) {
      addRow(
        model.rows,
        Number.NEGATIVE_INFINITY,
        [
          [column, 1],
          [opened, -1],
        ],
        0,
      );
    }
    return column;
  });
  const extra = problem.links.map(({ capacityMbps }) =>
    isElastic && capacityMbps !== undefined ? addColumn(model, 1, Number.POSITIVE_INFINITY) : undefined,
  );
  addLinking(input, model, pairs, open);
  addMeters({
    problem,
    model,
    pairs,
    addPaid,
    addUsd: (column, more) => {
      model.cost[column] = (model.cost[column] ?? 0) + usdWeight * more;
      usd.set(column, (usd.get(column) ?? 0) + more);
    },
  });

  const built: ChoiceModel = { input, model, pairs, open, expand, extra, constant: 0 };
  for (const link of problem.links.keys()) {
    const row = capacityRow(built, link);
    if (row && row.mostMbps > row.upper) addRow(model.rows, Number.NEGATIVE_INFINITY, row.terms, row.upper);
  }
  const keptUsd = problem.links.reduce(
    (sum, { decision, monthlyUsd }) => sum + (decision === "keep" ? monthlyUsd : 0),
    0,
  );
  if (problem.maxMonthlyUsd !== undefined && goal !== "usd" && !isElastic) {
    const factor = scaleTo(1000, problem.maxMonthlyUsd);
    const terms = [...usd].map(([column, fee]): Term => [column, fee * factor]);
    addRow(model.rows, Number.NEGATIVE_INFINITY, terms, (problem.maxMonthlyUsd - keptUsd) * factor);
  }
  if (maxExposureWeight !== undefined) {
    // not scaled: weights are mostly whole, and whole factors are what the solver's presolve is safest with
    const terms = pairs.map(({ column, flow, pair }): Term => [column, exposureOf(problem, flow, pair)]);
    addRow(model.rows, Number.NEGATIVE_INFINITY, terms, maxExposureWeight);
  }
  return { ...built, constant: usdWeight * keptUsd };
};

/**
 * The row that makes a link's load fit, in the normal case or after a risk alone; undefined if nothing is known of its
 * capacity. `mostMbps` is what could ever load it.
 */
export const capacityRow = (
  { input: { problem, risks }, pairs, open, expand, extra }: Omit<ChoiceModel, "constant">,
  link: number,
  risk?: number,
): { readonly terms: readonly Term[]; readonly upper: number; readonly mostMbps: number } | undefined => {
  const { capacityMbps, expansion } = problem.links[link] ?? {};
  if (capacityMbps === undefined) return undefined;
  const terms: Term[] = [];
  let mostMbps = 0;
  let lastFlow = -1;
  for (const { column, flow, pair } of pairs) {
    const hits = risks[flow]?.hits;
    const isHit = risk !== undefined && hits?.[pair.primary]?.has(risk) === true;
    if (isHit && (pair.backup === undefined || hits?.[pair.backup]?.has(risk) === true)) continue;
    const carrier = isHit ? pair.backup : pair.primary;
    const own = problem.flows[flow];
    if (!own || carrier === undefined || own.candidates[carrier]?.links.includes(link) !== true) continue;
    terms.push([column, own.mbps]);
    if (flow !== lastFlow) {
      lastFlow = flow;
      mostMbps += own.mbps;
    }
  }
  const expanded = expand[link];
  if (expanded !== undefined && expansion) terms.push([expanded, -expansion.capacityMbps]);
  const more = extra[link];
  if (more !== undefined) terms.push([more, -1]);
  const opened = open[link];
  // with the capacity on the side of the columns, a link that is a bit open has a bit of room: a better bound
  if (opened !== undefined) terms.push([opened, -capacityMbps]);
  return { terms, upper: opened === undefined ? capacityMbps : 0, mostMbps };
};

/** Weighted exposure of a pair. */
export const exposureOf = (problem: ChoiceProblem, flow: number, { exposed }: PathPair): number =>
  (problem.flows[flow]?.weight ?? 0) * exposed.length;

/** A factor that brings an amount to about `size`. */
export const scaleTo = (size: number, amount: number): number => (Math.abs(amount) > 0 ? size / Math.abs(amount) : 1);

/** Of a pair by itself; what it sends through meters comes on top. */
const costOf = ({ problem, goal }: ChoiceModelInput, flow: number, pair: PathPair): number => {
  if (goal === "exposure") return exposureOf(problem, flow, pair);
  if (goal !== "objective") return 0;
  const { monthlyGb = 0, candidates } = problem.flows[flow] ?? {};
  const { rttMs = 0, unavailabilityRatio = 0 } = candidates?.[pair.primary] ?? {};
  return monthlyGb * (problem.weights.perGbMs * rttMs + problem.weights.perLostGb * unavailabilityRatio);
};

/** By flow and link: all of the flow's pairs that use the link, together, need it open. Stronger than one row a pair. */
const addLinking = (
  { problem }: ChoiceModelInput,
  model: MilpModel,
  pairs: readonly PairColumn[],
  open: readonly (number | undefined)[],
): void => {
  const users = new Map<number, Map<number, number[]>>();
  for (const { column, flow, pair } of pairs) {
    const candidates = problem.flows[flow]?.candidates;
    const links = new Set([
      ...(candidates?.[pair.primary]?.links ?? []),
      ...(pair.backup === undefined ? [] : (candidates?.[pair.backup]?.links ?? [])),
    ]);
    for (const link of links) {
      if (open[link] === undefined) continue;
      const ofFlow = users.get(flow) ?? new Map<number, number[]>();
      users.set(flow, ofFlow);
      const columns = ofFlow.get(link);
      if (columns) columns.push(column);
      else ofFlow.set(link, [column]);
    }
  }
  for (const ofFlow of users.values()) {
    for (const [link, columns] of ofFlow) {
      const opened = open[link];
      if (opened === undefined) continue;
      addRow(model.rows, Number.NEGATIVE_INFINITY, [...columns.map((column): Term => [column, 1]), [opened, -1]], 0);
    }
  }
};
