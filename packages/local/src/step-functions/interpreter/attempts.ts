import type { MapState, ParallelState, Retrier, TaskState } from "../asl/definition.ts";
import { asStateError, errorOutput, matchesError, type StateError } from "../asl/state-error.ts";
import { emptyAttempt } from "../journal/past.ts";
import { leave } from "./evaluate-in.ts";
import { type Exit, isStop, record, sleepUntil, type Visit } from "./run.ts";

/** Runs a Task, Map or Parallel until it succeeds, is caught, or fails for good. Retry counters live in the journal. */
export async function runAttempts(
  visit: Visit,
  state: TaskState | MapState | ParallelState,
  attempt: () => Promise<unknown>,
): Promise<Exit> {
  for (;;) {
    const dueMs = visit.past.retries.at(-1)?.dueMs;
    if (dueMs !== undefined) await sleepUntil(visit, dueMs);
    try {
      const result = await attempt();
      return await leave(visit, state, { result }, result, state.Next);
    } catch (thrown) {
      if (isStop(visit, thrown)) throw thrown;
      const error = asStateError(thrown);
      if (error.error === "States.QueryEvaluationError") recordEvaluationFailed(visit, error);
      if (scheduleRetry(visit, state.Retry ?? [], error)) continue;
      const catcher = state.Catch?.find(({ ErrorEquals }) => matchesError(ErrorEquals, error.error));
      if (!catcher) throw error;
      const caught = errorOutput(error);
      return leave(visit, catcher, { errorOutput: caught }, caught, catcher.Next);
    }
  }
}

function recordEvaluationFailed(visit: Visit, error: StateError): void {
  const { key, run } = visit;
  record(visit, { type: "evaluationFailed", key, atMs: run.timers.nowMs(), cause: error.errorCause, name: visit.name });
}

function scheduleRetry(visit: Visit, retriers: readonly Retrier[], error: StateError): boolean {
  const { key, past, run } = visit;
  const index = retriers.findIndex(({ ErrorEquals }) => matchesError(ErrorEquals, error.error));
  const retrier = retriers[index];
  if (retrier === undefined) return false;
  const used = past.retries.filter((retry) => retry.retrier === index).length;
  if (used >= (retrier.MaxAttempts ?? 3)) return false;
  const atMs = run.timers.nowMs();
  const line = {
    type: "retry",
    key,
    atMs,
    retrier: index,
    dueMs: atMs + retryDelayMs(retrier, used, run.random),
  } as const;
  record(visit, line);
  past.retries.push(line);
  past.attempt = emptyAttempt();
  return true;
}

/** How long retry number `used` (from 0) waits: interval × backoff^used, at most MaxDelaySeconds, with FULL jitter anywhere below it. */
export function retryDelayMs(retrier: Retrier, used: number, random: () => number): number {
  const backoff = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** used;
  const delayMs = Math.min(backoff, retrier.MaxDelaySeconds ?? 31_622_400) * 1_000;
  return Math.round(retrier.JitterStrategy === "FULL" ? delayMs * random() : delayMs);
}
