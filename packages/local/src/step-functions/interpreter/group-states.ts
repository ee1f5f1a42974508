import type { MapState, ParallelState } from "../asl/definition.ts";
import { evaluateAs, evaluateIn, isCount } from "./evaluate-in.ts";
import { checkSize, record, type Visit } from "./run.ts";
import { runGroup } from "./run-group.ts";

// What an inline Map runs at once when MaxConcurrency is absent or 0, as on AWS.
const DEFAULT_MAP_CONCURRENCY = 40;

/** One attempt at a Map: the outputs of its items, in their order. */
export async function runMap(visit: Visit, state: MapState): Promise<unknown[]> {
  const items = await groupInputs(visit, () =>
    state.Items === undefined
      ? evaluateAs(visit, "Items", visit.input, Array.isArray, "an array")
      : evaluateAs(visit, "Items", state.Items, Array.isArray, "an array"),
  );
  const concurrency =
    state.MaxConcurrency === undefined
      ? 0
      : await evaluateAs(visit, "MaxConcurrency", state.MaxConcurrency, isCount, "a whole number");
  return runGroup(visit, {
    size: items.length,
    concurrency: concurrency || DEFAULT_MAP_CONCURRENCY,
    machine: () => state.ItemProcessor,
    mapItem: (index) => ({ Index: index, Value: items[index] }),
    async input(index) {
      if (state.ItemSelector === undefined) return items[index];
      return evaluateIn(visit, state.ItemSelector, { mapItem: { Index: index, Value: items[index] } });
    },
  });
}

/** One attempt at a Parallel: the outputs of its branches, in their order. */
export async function runParallel(visit: Visit, state: ParallelState): Promise<unknown[]> {
  const [input] = await groupInputs(visit, async () => [
    state.Arguments === undefined ? visit.input : await evaluateIn(visit, state.Arguments),
  ]);
  return runGroup(visit, {
    size: state.Branches.length,
    concurrency: state.Branches.length,
    machine: (index) => state.Branches[index] as ParallelState["Branches"][number],
    mapItem: () => undefined,
    input: async () => input,
  });
}

/** What the attempt works on: from the journal when it has begun before, else evaluated and journaled now. */
async function groupInputs(visit: Visit, evaluate: () => Promise<unknown[]>): Promise<readonly unknown[]> {
  const { key, past, run } = visit;
  if (past.attempt.groupStarted) return past.attempt.groupStarted.inputs;
  const inputs = await evaluate();
  checkSize(inputs, `The input of state '${visit.name}'`);
  record(visit, { type: "groupStarted", key, atMs: run.timers.nowMs(), inputs });
  return inputs;
}
