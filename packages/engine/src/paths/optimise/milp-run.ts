import { isOver } from "./evaluate.ts";
import type { Solver } from "./load-solver.ts";
import { loadsOf } from "./loads.ts";
import { type ChoiceModel, capacityRow, scaleTo } from "./milp-choice.ts";
import { addRow, emptyRows, matrixOf, modelData } from "./milp-model.ts";
import type { ChosenPart } from "./problem.ts";
import { relieveBackups } from "./relieve-backups.ts";

export type MilpOutcome =
  | { readonly status: "infeasible" }
  /** Proven: nothing is better than `bound`. */
  | { readonly status: "optimal"; readonly parts: Parts; readonly bound: number }
  /** The time is up. `parts` keep every limit, if there are any yet. */
  | { readonly status: "stopped"; readonly parts?: Parts; readonly bound: number }
  /** These links are overloaded after failures and were not held to be scarce. */
  | { readonly status: "scarcer"; readonly links: readonly number[]; readonly bound: number };

type Parts = readonly (readonly ChosenPart[])[];

/** Counts down what the solver may take in all, by the solver's own clock. */
export interface TimeLeft {
  seconds: number;
}

/**
 * Solves the model with what has to fit after failures added only where it turns out not to: first without the
 * whole-number rule, which is quick, then with it, until nothing is overloaded. What is left out is kept by the answer,
 * so the answer is that of the whole model.
 */
export const runMilp = (solver: Solver, built: ChoiceModel, time: TimeLeft): MilpOutcome => {
  const { model, constant } = built;
  const { modelStatus, variableType } = solver.constants;
  const factor = scaleTo(1e6, mostOf(built));
  const native = solver.createModel(modelData(model, factor));
  const seen = new Set<string>();
  let bound = Number.NEGATIVE_INFINITY;
  const hasWhole = model.whole.length > 0;
  // presolve was seen to lose the optimum of small models, or to fail, where it leaves nothing of them
  let isPlain = model.cost.length < 3_000;
  const stopped = (): MilpOutcome => ({ status: "stopped", bound: bound / factor + constant });
  const run = (): number => {
    native.zeroAllClocks();
    if (Number.isFinite(time.seconds)) native.options.set("time_limit", time.seconds);
    let status: number = modelStatus.unknown;
    try {
      status = native.run().modelStatus;
    } catch (error) {
      if (isPlain) throw error;
      isPlain = true;
      native.clearSolver();
      native.options.set("presolve", "off");
      status = native.run().modelStatus;
    }
    time.seconds -= native.getRunTime();
    return status;
  };
  try {
    native.options.set({
      output_flag: false,
      // half of the time goes into this search for a first plan otherwise, and rounding finds one as good
      mip_heuristic_run_rens: false,
      presolve: isPlain ? "off" : "choose",
      mip_rel_gap: 0,
      mip_abs_gap: 1e-6,
      mip_feasibility_tolerance: 1e-7,
      primal_feasibility_tolerance: 1e-7,
    });
    for (const isWhole of [false, true]) {
      if (isWhole && hasWhole) {
        native.changeColsIntegrality(
          { kind: "set", indices: model.whole },
          new Int32Array(model.whole.length).fill(variableType.integer),
        );
        // no plan is given to start with: the solver was seen to call one optimal that was not
      }
      for (;;) {
        if (time.seconds <= 0) return stopped();
        const status = run();
        // nothing here is unbounded: every cost is at least 0
        if (status === modelStatus.infeasible || status === modelStatus.unboundedOrInfeasible) {
          return { status: "infeasible" };
        }
        const isStopped = status !== modelStatus.optimal && status !== modelStatus.objectiveTarget;
        if (isStopped && status !== modelStatus.timeLimit) {
          throw new Error(`the solver ended with model status ${status}, which no choice should lead to`);
        }
        const objective = native.getObjectiveValue();
        if (isWhole && hasWhole) bound = Math.max(bound, Number(native.info.get("mip_dual_bound")));
        else if (!isStopped) bound = objective;
        if (isWhole && !isStopped && isOver(objective, bound)) {
          // where its presolve leaves nothing of a model, the solver may call a start optimal that is not
          if (isPlain) throw new Error(`the solver calls ${objective} optimal with a bound of ${bound}`);
          isPlain = true;
          native.clearSolver();
          native.options.set("presolve", "off");
          continue;
        }
        const hasValues = isWhole && native.info.get("primal_solution_status") === 2;
        if (isStopped && !hasValues) return stopped();
        const values = native.getSolution().colValue;
        const { parts, rows, scarcer } = missingRows(built, values, isWhole, seen);
        if (rows.lower.length === 0) {
          if (scarcer.length > 0) return { status: "scarcer", links: scarcer, bound: bound / factor + constant };
          if (!isWhole) break;
          return { status: isStopped ? "stopped" : "optimal", parts, bound: bound / factor + constant };
        }
        if (isStopped) return stopped();
        // with more rows the optimum can only rise, so an answer that comes to no more than the last one is optimal
        if (isWhole && hasWhole) native.options.set("objective_target", bound + 1e-6);
        native.addRows({
          lower: Float64Array.from(rows.lower),
          upper: Float64Array.from(rows.upper),
          matrix: matrixOf(rows, model.cost.length),
        });
      }
    }
    throw new Error("the solver ended without an answer");
  } finally {
    native.dispose();
  }
};

/** Each flow's parts as the columns say: the largest share alone unless the flow may be split. */
export const partsOf = (
  { input: { problem }, pairs }: ChoiceModel,
  values: Float64Array,
  isRounded: boolean,
): readonly (readonly ChosenPart[])[] => {
  const byFlow: ChosenPart[][] = problem.flows.map(() => []);
  for (const { column, flow, pair } of pairs) {
    const share = values[column] ?? 0;
    if (share <= smallestShare) continue;
    const { primary, backup } = pair;
    byFlow[flow]?.push({ primary, ...(backup === undefined ? {} : { backup }), share });
  }
  if (!isRounded) return byFlow;
  return byFlow.map((parts, flow) => {
    if (problem.flows[flow]?.isSplittable) {
      const sum = parts.reduce((all, { share }) => all + share, 0);
      return parts.map((part) => ({ ...part, share: part.share / sum }));
    }
    const largest = parts.toSorted((one, other) => other.share - one.share)[0];
    return largest ? [{ ...largest, share: 1 }] : [];
  });
};

/** Below it a share is the solver's rounding. */
const smallestShare = 1e-7;

/**
 * The rows that the values break and that the model does not have yet, and the links that it would have to hold scarce;
 * the parts are moved to stand-ins first where that keeps links from overload.
 */
const missingRows = (
  built: ChoiceModel,
  values: Float64Array,
  isRounded: boolean,
  seen: Set<string>,
): { readonly parts: Parts; readonly rows: ReturnType<typeof emptyRows>; readonly scarcer: readonly number[] } => {
  const { problem, risks, scarce } = built.input;
  const value = (column: number | undefined): number => (column === undefined ? 0 : (values[column] ?? 0));
  const roomMbps = problem.links.map(({ capacityMbps, expansion }, link) =>
    capacityMbps === undefined
      ? Number.POSITIVE_INFINITY
      : capacityMbps * (built.open[link] === undefined ? 1 : value(built.open[link])) +
        (expansion?.capacityMbps ?? 0) * value(built.expand[link]) +
        value(built.extra[link]),
  );
  const parts = relieveBackups(problem, risks, partsOf(built, values, isRounded), scarce, roomMbps);
  const rows = emptyRows();
  const scarcer = new Set<number>();
  for (const { risk, link, mbps } of loadsOf(problem, parts, risks).moved) {
    const key = `${risk}/${link}`;
    if (seen.has(key) || !isOver(mbps, roomMbps[link] ?? 0)) continue;
    if (!scarce.has(link)) {
      scarcer.add(link);
      continue;
    }
    seen.add(key);
    const row = capacityRow(built, link, risk);
    if (row) addRow(rows, Number.NEGATIVE_INFINITY, row.terms, row.upper);
  }
  return { parts, rows, scarcer: [...scarcer] };
};

/** The most that the goal can come to, so that money is in a range that suits the solver. */
const mostOf = ({ model }: ChoiceModel): number =>
  model.cost.reduce((sum, cost, column) => {
    const upper = model.upper[column] ?? 0;
    return sum + cost * (Number.isFinite(upper) ? upper : 1);
  }, 0);
