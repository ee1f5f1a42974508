import { randomUUID } from "node:crypto";
import type { LambdaHost } from "../lambda/lambda-host.ts";
import type { Timers } from "../time.ts";
import { StateMachineDefinition } from "./asl/definition.ts";
import { StateError } from "./asl/state-error.ts";
import { historyEventCount } from "./history/project-history.ts";
import { type CallService, createCallService, type Integrations } from "./interpreter/call-service.ts";
import type { OpenCallback } from "./interpreter/callbacks.ts";
import type { Run } from "./interpreter/run.ts";
import { runMachine } from "./interpreter/run-machine.ts";
import { JournalClosed } from "./journal/group-commit.ts";
import { openTokens, readPast, type TaskOutcome } from "./journal/past.ts";
import type { Ending, JournalRecord } from "./journal/records.ts";
import type { ExecutionRow, MachineRow, Store } from "./journal/store.ts";
import { createEvaluate, type Evaluate } from "./jsonata/evaluate.ts";

/** Where a task token leads. */
export type TokenSight =
  | { readonly kind: "open"; readonly callback: OpenCallback }
  | { readonly kind: "closed" }
  | { readonly kind: "unknown" }
  | { readonly kind: "malformed" };

/** Runs executions: from their start, or from where their journal ends. */
export interface Engine {
  /** Begins an execution and returns its row; durable once `store.durable()` resolves. */
  start(machine: MachineRow, execution: { arn: string; name: string; input: string }): ExecutionRow;
  /** Takes over every RUNNING execution of the database. Call once. */
  resumeAll(): void;
  /** Ends a running execution as ABORTED; returns when it stopped (ms), also when it had ended before. */
  stop(execution: ExecutionRow, reason: { error?: string; cause?: string }): number;
  token(token: string): TokenSight;
  /** Resolves when the execution has ended, or has been halted by close() or a broken journal. */
  settled(executionId: number): Promise<void>;
  /** Halts everything where it is. Nothing is written any more; the next start resumes. */
  close(): void;
}

export interface EngineParts {
  readonly store: Store;
  readonly lambda: LambdaHost;
  readonly integrations: Integrations;
  readonly timers: Timers;
  readonly random: () => number;
}

interface LiveExecution {
  end(ending: Ending): void;
  halt(reason: JournalClosed): void;
  readonly stoppedMs: () => number | undefined;
  readonly settled: Promise<void>;
}

// @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
const MAX_HISTORY_EVENTS = 25_000;

export function createEngine(parts: EngineParts): Engine {
  const { store, timers, random } = parts;
  const shared: Shared = {
    ...parts,
    evaluate: createEvaluate({ timers, random }),
    callService: createCallService(parts),
    callbacks: new Map(),
    definitions: new Map(),
  };
  const live = new Map<number, LiveExecution>();

  const run = (row: ExecutionRow, records: readonly JournalRecord[]): void => {
    const execution = runExecution(shared, row, records);
    live.set(row.id, execution);
    void execution.settled.then(() => {
      live.delete(row.id);
    });
  };

  return {
    start(machine, { arn, name, input }) {
      const { arn: machineArn, revision } = machine;
      const id = store.insertExecution({ arn, machineArn, name, revision, input, startMs: timers.nowMs() });
      const row = store.executionById(id) as ExecutionRow;
      run(row, []);
      return row;
    },
    resumeAll() {
      for (const row of store.runningExecutions()) if (!live.has(row.id)) run(row, store.journal(row.id));
    },
    stop(row, reason) {
      const execution = live.get(row.id);
      execution?.end({ status: "ABORTED", ...reason });
      return execution?.stoppedMs() ?? row.stopMs ?? timers.nowMs();
    },
    token(token) {
      const callback = shared.callbacks.get(token);
      if (callback) return { kind: "open", callback };
      const executionId = executionOfToken(token);
      if (executionId === undefined) return { kind: "malformed" };
      return { kind: store.executionById(executionId) ? "closed" : "unknown" };
    },
    settled: (executionId) => live.get(executionId)?.settled ?? Promise.resolve(),
    close() {
      const reason = new JournalClosed("the embedded Step Functions were closed");
      for (const execution of [...live.values()]) execution.halt(reason);
    },
  };
}

interface Shared extends EngineParts {
  readonly evaluate: Evaluate;
  readonly callService: CallService;
  readonly callbacks: Map<string, OpenCallback>;
  readonly definitions: Map<number, StateMachineDefinition>;
}

/** Why an execution stopped from outside: its end is in the journal already. */
class ExecutionEnded extends Error {}

function runExecution(shared: Shared, row: ExecutionRow, records: readonly JournalRecord[]): LiveExecution {
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
      eventCount += historyEventCount(record);
      if (eventCount > MAX_HISTORY_EVENTS) {
        throw new StateError("States.Runtime", "The execution reached the maximum number of history events (25000).");
      }
      append(record);
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

/** Unguessable, and it says whose it is: a token stays recognisable after its task has ended. */
function newToken(executionId: number): string {
  return Buffer.from(JSON.stringify([executionId, randomUUID(), randomUUID()])).toString("base64url");
}

function executionOfToken(token: string): number | undefined {
  const match = /^\[(\d+),"[0-9a-f-]{36}","[0-9a-f-]{36}"\]$/.exec(Buffer.from(token, "base64url").toString());
  return match ? Number(match[1]) : undefined;
}
