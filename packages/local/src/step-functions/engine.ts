import type { LambdaHost } from "../lambda/lambda-host.ts";
import type { Timers } from "../time.ts";
import { type LiveExecution, runExecution, type Shared } from "./execution.ts";
import { createCallService, type Integrations } from "./interpreter/call-service.ts";
import type { OpenCallback } from "./interpreter/callbacks.ts";
import { JournalClosed } from "./journal/group-commit.ts";
import type { JournalRecord } from "./journal/records.ts";
import type { ExecutionRow, MachineRow, Store } from "./journal/store.ts";
import { createEvaluate } from "./jsonata/evaluate.ts";
import { executionOfToken } from "./task-token.ts";

/** Where a task token leads. */
type TokenSight =
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
  /** Halts everything where it is. Nothing is written any more; the next start resumes. */
  close(): void;
}

export interface EngineParts {
  readonly store: Store;
  readonly lambda: LambdaHost;
  readonly integrations: Integrations;
  readonly timers: Timers;
  readonly random: () => number;
  readonly onTransition?: () => void;
}

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
    close() {
      const reason = new JournalClosed("the embedded Step Functions were closed");
      for (const execution of [...live.values()]) execution.halt(reason);
    },
  };
}
