import type { TaskState } from "../asl/definition.ts";
import { asStateError, StateError } from "../asl/state-error.ts";
import { isCallbackTask } from "../asl/task-resource.ts";
import type { TaskOutcome } from "../journal/past.ts";
import type { ScheduledRecord } from "../journal/records.ts";
import { evaluateAs, evaluateIn, isPositive } from "./evaluate-in.ts";
import { checkSize, record, type Visit } from "./run.ts";

/**
 * One attempt at a Task. The service is asked only after the parameters are on disk, and never again once the journal
 * has the outcome (or, for a callback task, knows that the request was accepted).
 */
export async function runTask(visit: Visit, state: TaskState): Promise<unknown> {
  const { past, run, scope } = visit;
  if (!past.attempt.outcome) {
    past.attempt.scheduled ??= await schedule(visit, state);
    await run.durable();
    scope.signal.throwIfAborted();
  }
  // A callback may have arrived while the journal was written.
  const outcome = past.attempt.outcome ?? (await performTask(visit, past.attempt.scheduled as ScheduledRecord));
  if (outcome.type === "failed") throw new StateError(outcome.error, outcome.cause);
  return outcome.result;
}

async function schedule(visit: Visit, state: TaskState): Promise<ScheduledRecord> {
  const { key, run, input } = visit;
  const token = isCallbackTask(state.Resource) ? run.newToken() : undefined;
  const extra = token === undefined ? {} : { token };
  const parameters = state.Arguments === undefined ? input : await evaluateIn(visit, state.Arguments, extra);
  checkSize(parameters, `The arguments of state '${visit.name}'`);
  const timeoutSeconds = await optionalSeconds(visit, "TimeoutSeconds", state.TimeoutSeconds);
  const heartbeatSeconds = await optionalSeconds(visit, "HeartbeatSeconds", state.HeartbeatSeconds);
  const line: ScheduledRecord = {
    type: "scheduled",
    key,
    atMs: run.timers.nowMs(),
    resource: state.Resource,
    parameters,
    ...(timeoutSeconds !== undefined && { timeoutSeconds }),
    ...(heartbeatSeconds !== undefined && { heartbeatSeconds }),
    ...extra,
  };
  record(visit, line);
  return line;
}

async function optionalSeconds(visit: Visit, field: string, template: unknown): Promise<number | undefined> {
  if (template === undefined) return undefined;
  return evaluateAs(visit, field, template, isPositive, "a positive whole number of seconds");
}

/** Asks the service and waits for the first of: its answer or the callback, a timeout, a missed heartbeat, an abort. */
function performTask(visit: Visit, scheduled: ScheduledRecord): Promise<TaskOutcome> {
  const { run, scope, key } = visit;
  const { timers } = run;
  const { token, timeoutSeconds, heartbeatSeconds } = scheduled;
  const call = new AbortController();
  const { promise, resolve, reject } = Promise.withResolvers<TaskOutcome>();
  const cleanUps: (() => void)[] = [];
  let isOpen = true;
  const close = (): void => {
    isOpen = false;
    for (const cleanUp of cleanUps) cleanUp();
    cancelHeartbeat?.();
  };

  const settle = (outcome: TaskOutcome): void => {
    if (!isOpen) return;
    close();
    try {
      record(visit, { ...outcome, key, atMs: timers.nowMs() });
      resolve(outcome);
    } catch (error) {
      reject(error);
      throw error;
    }
  };
  const fail = (error: string, cause = ""): void => settle({ type: "failed", error, cause });
  const expire = (error: string): void => {
    try {
      fail(error);
    } catch {
      // settle() has already handed the error to the waiting state
    }
    call.abort();
  };

  let cancelHeartbeat: (() => void) | undefined;
  const heartbeat = (): void => {
    cancelHeartbeat?.();
    if (heartbeatSeconds === undefined || !isOpen) return;
    cancelHeartbeat = timers.after(heartbeatSeconds * 1_000, () => expire("States.HeartbeatTimeout"));
  };
  heartbeat();

  if (timeoutSeconds !== undefined) {
    // A callback task's time runs on while this process is down; any other task is asked anew and gets its full time.
    const fromMs = token === undefined ? timers.nowMs() : scheduled.atMs;
    const leftMs = Math.max(0, fromMs + timeoutSeconds * 1_000 - timers.nowMs());
    cleanUps.push(timers.after(leftMs, () => expire("States.Timeout")));
  }
  const abort = (): void => {
    close();
    call.abort();
    reject(scope.signal.reason);
  };
  scope.signal.addEventListener("abort", abort, { once: true });
  cleanUps.push(() => scope.signal.removeEventListener("abort", abort));
  if (token !== undefined) cleanUps.push(run.openCallback(token, { settle, heartbeat }));

  const ask = async (): Promise<void> => {
    try {
      // Copies, as over a wire: neither side may change what the journal holds.
      const parameters = structuredClone(scheduled.parameters);
      const answer = await run.callService(scheduled.resource, parameters, {
        signal: call.signal,
        context: run.context,
      });
      const result: unknown = JSON.parse(JSON.stringify(answer));
      checkSize(result, `The result of state '${visit.name}'`);
      if (token === undefined) settle({ type: "succeeded", result });
      else if (isOpen) record(visit, { type: "submitted", key, atMs: timers.nowMs(), output: result });
    } catch (thrown) {
      if (!isOpen) return;
      const { error, errorCause } = asStateError(thrown);
      fail(error, errorCause);
    }
  };
  if (visit.past.attempt.submitted === undefined) ask().catch(reject);
  return promise;
}
