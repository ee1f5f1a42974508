import type { PairColumn } from "./milp-choice.ts";
import { addColumn, addRow, type MilpModel, type Term } from "./milp-model.ts";
import type { ChoiceProblem } from "./problem.ts";
import { type Step, stepsOf } from "./tiers.ts";

export interface MeterInput {
  readonly problem: ChoiceProblem;
  readonly model: MilpModel;
  readonly pairs: readonly PairColumn[];
  /** A new column with this price for one of it. */
  readonly addPaid: (usd: number, upper: number, isWhole: boolean) => number;
  /** A price for one of a column that is there. */
  readonly addUsd: (column: number, usd: number) => void;
}

/**
 * What the primary paths send through meters. A meter of which only one price can be reached and of which nothing is
 * free is a price of its pairs. Any other has a column a step, and one a free volume; where a later step is cheaper, a
 * whole-number column sees to it that the steps before it are full.
 */
export const addMeters = (input: MeterInput): void => {
  const { problem, model, addUsd } = input;
  const sent = sentBy(input);
  const freeTerms: Term[][] = problem.allowances.map(() => []);
  for (const [meter, { mostGb, terms }] of sent.entries()) {
    const description = problem.meters[meter];
    if (!description || mostGb <= 0) continue;
    const steps = stepsOf(description, mostGb);
    const allowances = [...problem.allowances.keys()].filter((index) =>
      problem.allowances[index]?.meters.includes(meter),
    );
    const only = steps[0];
    if (steps.length === 1 && only && allowances.length === 0) {
      for (const [column, gb] of terms) addUsd(column, gb * only.usdPerGb);
      continue;
    }
    // volumes in thousandths of the most there can be, so that the numbers stay near 1
    const unitGb = mostGb / 1000;
    const paid = addSteps(input, steps, unitGb);
    const free = allowances.map((index) => {
      const column = addColumn(model, 0, 1000);
      freeTerms[index]?.push([column, unitGb]);
      return column;
    });
    addRow(
      model.rows,
      Number.NEGATIVE_INFINITY,
      [
        ...terms.map(([column, gb]): Term => [column, gb / unitGb]),
        ...[...paid, ...free].map((column): Term => [column, -1]),
      ],
      0,
    );
  }
  for (const [index, { gb }] of problem.allowances.entries()) {
    const terms = freeTerms[index] ?? [];
    if (terms.length === 0) continue;
    const largest = Math.max(...terms.map(([, factor]) => factor));
    addRow(
      model.rows,
      Number.NEGATIVE_INFINITY,
      terms.map(([column, factor]): Term => [column, factor / largest]),
      gb / largest,
    );
  }
};

/** By meter: GB of each pair that uses it, and the most that all flows together can send. */
const sentBy = ({
  problem,
  pairs,
}: MeterInput): readonly { readonly mostGb: number; readonly terms: readonly Term[] }[] => {
  const sent = problem.meters.map(() => ({ mostGb: 0, terms: [] as Term[], byFlow: new Map<number, number>() }));
  for (const { column, flow, pair } of pairs) {
    const gbByMeter = new Map<number, number>();
    for (const { meter, gb } of problem.flows[flow]?.candidates[pair.primary]?.charges ?? []) {
      gbByMeter.set(meter, (gbByMeter.get(meter) ?? 0) + gb);
    }
    for (const [meter, gb] of gbByMeter) {
      const own = sent[meter];
      if (!own || gb <= 0) continue;
      own.terms.push([column, gb]);
      own.byFlow.set(flow, Math.max(own.byFlow.get(flow) ?? 0, gb));
    }
  }
  return sent.map(({ terms, byFlow }) => ({ terms, mostGb: [...byFlow.values()].reduce((sum, gb) => sum + gb, 0) }));
};

/** A column for each step; the one after a border that needs order is shut until the one before it is full. */
const addSteps = ({ model, addPaid }: MeterInput, steps: readonly Step[], unitGb: number): readonly number[] => {
  const columns = steps.map(({ gb, usdPerGb }) => addPaid(usdPerGb * unitGb, gb / unitGb, false));
  for (let border = 1; border < steps.length; border += 1) {
    const dearestBefore = Math.max(...steps.slice(0, border).map(({ usdPerGb }) => usdPerGb));
    const cheapestAfter = Math.min(...steps.slice(border).map(({ usdPerGb }) => usdPerGb));
    // prices that only rise fill up in order by themselves
    if (cheapestAfter >= dearestBefore) continue;
    const isFull = addColumn(model, 0, 1, true);
    const [before = 0, after = 0] = [columns[border - 1], columns[border]];
    const [beforeGb = 0, afterGb = 0] = [steps[border - 1]?.gb, steps[border]?.gb];
    addRow(
      model.rows,
      0,
      [
        [before, 1],
        [isFull, -beforeGb / unitGb],
      ],
      Number.POSITIVE_INFINITY,
    );
    addRow(
      model.rows,
      Number.NEGATIVE_INFINITY,
      [
        [after, 1],
        [isFull, -afterGb / unitGb],
      ],
      0,
    );
  }
  return columns;
};
