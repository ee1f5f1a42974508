import type { StatesMachine } from "../asl/definition.ts";
import { asStateError, StateError } from "../asl/state-error.ts";
import { isStop, type MapItem, record, type Scope, type Visit } from "./run.ts";
import { runMachine } from "./run-machine.ts";

/** The branches of a Parallel or the items of a Map. */
export interface Group {
  readonly size: number;
  readonly concurrency: number;
  machine(index: number): StatesMachine;
  mapItem(index: number): MapItem | undefined;
  input(index: number): Promise<unknown>;
}

/** Runs all branches; the first failure aborts the others and fails the group. Finished branches are never run again. */
export async function runGroup(visit: Visit, group: Group): Promise<unknown[]> {
  const failed = visit.past.attempt.groupFailed;
  if (failed) throw new StateError(failed.error, failed.cause);

  const controller = linkedController(visit.scope.signal);
  const outputs: unknown[] = new Array(group.size);
  const running = new Set<number>();
  let next = 0;
  let stop: { readonly thrown: unknown } | undefined;

  const work = async (): Promise<void> => {
    while (next < group.size && !stop) {
      const index = next++;
      running.add(index);
      try {
        outputs[index] = await runBranch(visit, group, index, controller.signal);
        running.delete(index);
      } catch (thrown) {
        if (stop) return;
        running.delete(index);
        stop = { thrown: isStop(visit, thrown) ? thrown : failGroup(visit, index, [...running], thrown) };
        controller.abort(stop.thrown);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(group.concurrency, group.size) }, work));
  controller.unlink();
  if (stop) throw (stop as { thrown: unknown }).thrown;
  return outputs;
}

async function runBranch(visit: Visit, group: Group, index: number, signal: AbortSignal): Promise<unknown> {
  const { key, past, run, variables } = visit;
  const ended = past.attempt.branchesEnded.get(index);
  if (ended) return ended.output;
  const started = past.attempt.branchesStarted.get(index);
  const input = started ? started.input : await group.input(index);
  if (!started) {
    signal.throwIfAborted();
    record(visit, { type: "branchStarted", key, atMs: run.timers.nowMs(), index, input });
  }
  const mapItem = group.mapItem(index) ?? visit.scope.mapItem;
  const scope: Scope = {
    path: `${key}@${past.retries.length}[${index}]`,
    variables,
    signal,
    ...(mapItem && { mapItem }),
  };
  const output = await runMachine(run, group.machine(index), input, scope);
  signal.throwIfAborted();
  record(visit, { type: "branchEnded", key, atMs: run.timers.nowMs(), index, output });
  return output;
}

function failGroup(visit: Visit, index: number, abortedIndexes: number[], thrown: unknown): unknown {
  const error = asStateError(thrown);
  const { key, run } = visit;
  const atMs = run.timers.nowMs();
  try {
    record(visit, {
      type: "groupFailed",
      key,
      atMs,
      index,
      abortedIndexes,
      error: error.error,
      cause: error.errorCause,
    });
    return error;
  } catch (stopped) {
    return stopped;
  }
}

/** An AbortController that also aborts with its parent, without keeping the parent's listeners alive afterwards. */
function linkedController(parent: AbortSignal): { signal: AbortSignal; abort(reason: unknown): void; unlink(): void } {
  const controller = new AbortController();
  const abort = (): void => controller.abort(parent.reason);
  if (parent.aborted) abort();
  parent.addEventListener("abort", abort, { once: true });
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    unlink: () => parent.removeEventListener("abort", abort),
  };
}
