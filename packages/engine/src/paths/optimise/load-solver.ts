import type { Highs } from "highs";

/** What `solveExactly` needs of the solver. */
export type Solver = Pick<Highs, "createModel" | "constants">;

let loading: Promise<Solver> | undefined;

/** The solver, loaded and compiled once a process (about 60 ms), where it is asked for. A failed load is tried again at the next call. */
export const loadSolver = (): Promise<Solver> => {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
};

async function load(): Promise<Solver> {
  const { default: highs } = await import("highs");
  // as an ES module the package exports the loader itself; its types are those of its CommonJS form
  return (highs as unknown as typeof highs.default)();
}
