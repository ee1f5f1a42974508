import type { Timers } from "../time.ts";
import { StateMachineDefinition } from "./asl/definition.ts";
import { StateError } from "./asl/state-error.ts";
import { historyEventCount } from "./history/project-history.ts";
import type { CallService } from "./interpreter/call-service.ts";
import type { OpenCallback } from "./interpreter/callbacks.ts";
import type { Run } from "./interpreter/run.ts";
import { runMachine } from "./interpreter/run-machine.ts";
import { JournalClosed } from "./journal/group-commit.ts";
import { openTokens, readPast, type TaskOutcome } from "./journal/past.ts";
import type { Ending, JournalRecord } from "./journal/records.ts";
import type { ExecutionRow, Store } from "./journal/store.ts";
import type { Evaluate } from "./jsonata/evaluate.ts";
import { newToken } from "./task-token.ts";

/** What all executions of one engine share. */
export interface Shared {
  readonly store: Store;
  readonly timers: Timers;
  readonly random: () => number;
  readonly evaluate: Evaluate;
  readonly callService: CallService;
  readonly callbacks: Map<string, OpenCallback>;
  readonly definitions: Map<number, StateMachineDefinition>;
  readonly onTransition?: () => void;
}

/** One execution that runs in this process. */
export interface LiveExecution {
  /** Writes how it ended and stops it, unless it has ended before. */
  end(ending: Ending): void;
  /** Stops it without a word in the journal. */
  halt(reason: JournalClosed): void;
  readonly stoppedMs: () => number | undefined;
  /** Resolves when it has ended or was halted. */
  readonly settled: Promise<void>;
}

// @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
const MAX_HISTORY_EVENTS = 25_000;

/** Why an execution stopped from outside: its end is in the journal already. */
class ExecutionEnded extends Error {}

/** Runs an execution from its start, or from where its journal (`records`) ends. */
export function runExecution(shared: Shared, row: ExecutionRow, records: readonly JournalRecord[]): LiveExecution {
  const { store, timers } = shared;
  const controller = new AbortController();
  let seq = records.length;
  let eventCount = 1 + records.reduce((sum, record) => sum + historyEventCount(record), 0);
  let stoppedMs: number | undefined;
  let cancelTimeout = (): void => undefined;

  const append = (record: JournalRecord): void => store.append(row.id, seq++, record);
  const end = (ending: Ending): void => {
    if (controller.signal.aborted) return;
    stoppedMs = timers.nowMs();
    append({ type: "ended", atMs: stoppedMs, ending });
    controller.abort(new ExecutionEnded());
    cancelTimeout();
    removeDeletedMachine(store, row.machineArn);
  };
  const halt = (reason: JournalClosed): void => {
    cancelTimeout();
    controller.abort(reason);
  };

  const past = readPast(records);
  const run: Run = {
    context: executionContext(row),
    past,
    evaluate: shared.evaluate,
    callService: shared.callService,
    timers,
    random: shared.random,
    record(record) {
      controller.signal.throwIfAborted();
      eventCount += historyEventCount(record);
      if (eventCount > MAX_HISTORY_EVENTS) {
        throw new StateError("States.Runtime", "The execution reached the maximum number of history events (25000).");
      }
      append(record);
      if (record.type === "entered" || record.type === "retry") shared.onTransition?.();
    },
    durable: () => store.durable(),
    newToken: () => newToken(row.id),
    openCallback(token, callback) {
      shared.callbacks.set(token, callback);
      return () => shared.callbacks.delete(token);
    },
  };
  // A callback may come before the replay has reached its task: it is journaled all the same and found there.
  for (const { token, key, state } of openTokens(past)) {
    const settle = (outcome: TaskOutcome): void => {
      shared.callbacks.delete(token);
      run.record({ ...outcome, key, atMs: timers.nowMs() });
      state.attempt.outcome = outcome;
    };
    shared.callbacks.set(token, { settle, heartbeat: () => undefined });
    controller.signal.addEventListener("abort", () => shared.callbacks.delete(token), { once: true });
  }

  const perform = async (): Promise<void> => {
    try {
      const definition = definitionOf(shared, row.revision);
      if (definition.TimeoutSeconds !== undefined) {
        const leftMs = row.startMs + definition.TimeoutSeconds * 1_000 - timers.nowMs();
        cancelTimeout = timers.after(Math.max(0, leftMs), () => {
          // A broken journal halts the execution below; the deadline is met again at the next start.
          try {
            end({
              status: "TIMED_OUT",
              error: "States.Timeout",
              cause: "The execution ran longer than TimeoutSeconds.",
            });
          } catch (error) {
            controller.abort(error);
          }
        });
      }
      const input: unknown = JSON.parse(row.input);
      const output = await runMachine(run, definition, input, { path: "", variables: {}, signal: controller.signal });
      end({ status: "SUCCEEDED", output });
    } catch (thrown) {
      if (controller.signal.aborted || thrown instanceof JournalClosed) return;
      end({ status: "FAILED", ...failureOf(thrown) });
    } finally {
      cancelTimeout();
    }
  };
  // A turn later, so that whoever started it holds the answer first.
  const settled = new Promise<void>((resolve) => setImmediate(resolve)).then(perform).catch(halt);
  return { end, halt, stoppedMs: () => stoppedMs, settled };
}

function failureOf(thrown: unknown): { error?: string; cause?: string } {
  if (!(thrown instanceof StateError)) return { error: "States.Runtime", cause: String(thrown) };
  return { ...(thrown.error && { error: thrown.error }), ...(thrown.errorCause && { cause: thrown.errorCause }) };
}

function definitionOf({ definitions, store }: Shared, revision: number): StateMachineDefinition {
  let definition = definitions.get(revision);
  if (!definition) {
    definition = StateMachineDefinition.parse(JSON.parse(store.definition(revision)));
    definitions.set(revision, definition);
  }
  return definition;
}

function executionContext(row: ExecutionRow): Run["context"] {
  const { arn, machineArn, name, roleArn, startMs } = row;
  const StartTime = new Date(startMs).toISOString();
  return {
    Execution: { Id: arn, Input: JSON.parse(row.input) as unknown, Name: name, RoleArn: roleArn, StartTime },
    StateMachine: { Id: machineArn, Name: machineArn.slice(machineArn.lastIndexOf(":") + 1) },
  };
}

function removeDeletedMachine(store: Store, machineArn: string): void {
  if (store.machine(machineArn)?.status === "DELETING" && !store.hasRunningExecutions(machineArn)) {
    store.deleteMachine(machineArn);
  }
}
