import type { ModelData, SparseMatrix } from "highs";

/** One term of a row. */
export type Term = readonly [column: number, factor: number];

/** Rows of a model, packed as the solver takes them. */
export interface PackedRows {
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly starts: readonly number[];
  readonly indices: readonly number[];
  readonly values: readonly number[];
}

/** A model as it is written down, column by column and row by row. */
export interface MilpModel {
  readonly cost: number[];
  readonly lower: number[];
  readonly upper: number[];
  /** Columns that have to be whole. */
  readonly whole: number[];
  readonly rows: { lower: number[]; upper: number[]; starts: number[]; indices: number[]; values: number[] };
}

export const emptyModel = (): MilpModel => ({
  cost: [],
  lower: [],
  upper: [],
  whole: [],
  rows: emptyRows(),
});

export const emptyRows = (): MilpModel["rows"] => ({ lower: [], upper: [], starts: [0], indices: [], values: [] });

/** @returns index of the new column, 0 ≤ x ≤ `upper` */
export const addColumn = (model: MilpModel, cost: number, upper: number, isWhole = false): number => {
  const column = model.cost.length;
  model.cost.push(cost);
  model.lower.push(0);
  model.upper.push(upper);
  if (isWhole) model.whole.push(column);
  return column;
};

/** lower ≤ Σ factor × column ≤ upper. Columns must differ. */
export const addRow = (rows: MilpModel["rows"], lower: number, terms: Iterable<Term>, upper: number): void => {
  for (const [column, factor] of terms) {
    if (factor === 0) continue;
    rows.indices.push(column);
    rows.values.push(factor);
  }
  rows.starts.push(rows.indices.length);
  rows.lower.push(lower);
  rows.upper.push(upper);
};

/** The model without its whole-number rule, costs multiplied by `costFactor`. */
export const modelData = ({ cost, lower, upper, rows }: MilpModel, costFactor: number): ModelData => ({
  numCols: cost.length,
  numRows: rows.lower.length,
  colCost: cost.map((each) => each * costFactor),
  colLower: lower,
  colUpper: upper,
  rowLower: rows.lower,
  rowUpper: rows.upper,
  matrix: matrixOf(rows, cost.length),
});

export const matrixOf = ({ starts, indices, values }: PackedRows, columnCount: number): SparseMatrix => ({
  format: "csr",
  numRows: starts.length - 1,
  numCols: columnCount,
  starts: Int32Array.from(starts),
  indices: Int32Array.from(indices),
  values: Float64Array.from(values),
});
