import type { DrillCase, MatrixFault } from "./drill-case.ts";

/** A kind of fault over all links. */
export interface FaultSummary {
  readonly fault: MatrixFault;
  readonly caseCount: number;
  readonly rightCount: number;
  /** Of the cases in which traffic was gone and came back, by a move or by routing; absent = there was none. */
  readonly restoredMs?: { readonly p50: number; readonly p99: number };
  readonly lostCount: number;
}

/** Sums a matrix up by kind of fault; pure. */
export function summarizeMatrix(cases: readonly DrillCase[]): readonly FaultSummary[] {
  return [...Map.groupBy(cases, ({ fault }) => fault)].map(([fault, own]) => {
    const restored = own
      .filter(({ outcome }) => outcome === "moved" || outcome === "repaired-by-routing")
      .flatMap(({ restoredMs }) => restoredMs ?? [])
      .sort((a, b) => a - b);
    return {
      fault,
      caseCount: own.length,
      rightCount: own.filter(({ isRight }) => isRight).length,
      ...(restored.length > 0 && { restoredMs: { p50: quantile(restored, 0.5), p99: quantile(restored, 0.99) } }),
      lostCount: own.reduce((sum, { lostCount }) => sum + lostCount, 0),
    };
  });
}

/** Nearest rank: a figure that was seen. */
const quantile = (sorted: readonly number[], rank: number): number =>
  sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(rank * sorted.length) - 1))] ?? 0;
