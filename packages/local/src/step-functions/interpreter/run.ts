import type { Timers } from "../../time.ts";
import { StateError } from "../asl/state-error.ts";
import { JournalClosed } from "../journal/group-commit.ts";
import type { Past, StatePast } from "../journal/past.ts";
import type { StateRecord } from "../journal/records.ts";
import type { Evaluate } from "../jsonata/evaluate.ts";
import type { CallService } from "./call-service.ts";
import type { OpenCallback } from "./callbacks.ts";

/** One execution in this process, as its states see it. */
export interface Run {
  readonly context: ExecutionContext;
  /** What the journal said when this process took the execution over. */
  readonly past: Past;
  readonly evaluate: Evaluate;
  readonly callService: CallService;
  readonly timers: Timers;
  readonly random: () => number;
  /** Writes one line of the journal. @throws JournalClosed, StateError at 25,000 history events */
  record(record: StateRecord): void;
  /** Resolves when everything recorded so far is on disk. */
  durable(): Promise<void>;
  newToken(): string;
  /** Makes a callback task reachable by its token until the returned function is called. */
  openCallback(token: string, callback: OpenCallback): () => void;
}

/** The parts of the context object that are the same for the whole execution. */
export interface ExecutionContext {
  readonly Execution: {
    readonly Id: string;
    readonly Input: unknown;
    readonly Name: string;
    readonly RoleArn: string;
    readonly StartTime: string;
  };
  readonly StateMachine: { readonly Id: string; readonly Name: string };
}

/** What a (nested) state machine runs in. */
export interface Scope {
  readonly path: string;
  readonly variables: Variables;
  readonly signal: AbortSignal;
  readonly mapItem?: MapItem;
}

type Variables = Readonly<Record<string, unknown>>;
export interface MapItem {
  readonly Index: number;
  readonly Value: unknown;
}

/** One visit of one state. */
export interface Visit {
  readonly run: Run;
  readonly scope: Scope;
  readonly key: string;
  readonly name: string;
  readonly input: unknown;
  readonly enteredMs: number;
  readonly variables: Variables;
  readonly past: StatePast;
}

/** How a state was left. */
export interface Exit {
  readonly output: unknown;
  readonly variables?: Variables;
  readonly next?: string;
}

/** Records for this visit, unless its scope was aborted meanwhile. */
export function record(visit: Visit, line: StateRecord): void {
  visit.scope.signal.throwIfAborted();
  visit.run.record(line);
}

/** Whether what was thrown means "stop here, write nothing" instead of a failure of the state. */
export function isStop(visit: Visit, thrown: unknown): boolean {
  return visit.scope.signal.aborted || thrown instanceof JournalClosed;
}

/** Waits for a moment of the injected clock; rejects with the abort reason of the visit's scope. */
export function sleepUntil(visit: Visit, untilMs: number): Promise<void> {
  const { signal } = visit.scope;
  const { timers } = visit.run;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const abort = (): void => {
      cancel();
      reject(signal.reason);
    };
    const cancel = timers.after(Math.max(0, untilMs - timers.nowMs()), () => {
      signal.removeEventListener("abort", abort);
      resolve();
    });
    signal.addEventListener("abort", abort, { once: true });
  });
}

/** What a state may carry in, out or in a variable. @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const MAX_PAYLOAD_BYTES = 262_144;

/** @throws StateError States.DataLimitExceeded beyond 256 KiB of JSON */
export function checkSize(value: unknown, what: string): void {
  const json = JSON.stringify(value);
  // A UTF-16 unit is at most 3 bytes of UTF-8: short texts need no second look.
  if (json.length * 3 <= MAX_PAYLOAD_BYTES || Buffer.byteLength(json) <= MAX_PAYLOAD_BYTES) return;
  throw new StateError("States.DataLimitExceeded", `${what} is larger than ${MAX_PAYLOAD_BYTES} bytes of JSON.`);
}
