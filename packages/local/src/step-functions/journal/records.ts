import type { State } from "../asl/definition.ts";

/**
 * One line of an execution's journal. The journal is the only truth about an execution: a restart replays it, and
 * GetExecutionHistory is a projection of it. `key` names one visit of one state: `/Repair#1@0[2]/Apply#1` is the first
 * visit of Apply in branch or item 2 of the first attempt at Repair.
 */
export type JournalRecord = StateRecord | EndedRecord;

export type StateRecord =
  | EnteredRecord
  | WaitingRecord
  | ScheduledRecord
  | SubmittedRecord
  | SucceededRecord
  | FailedRecord
  | GroupStartedRecord
  | BranchStartedRecord
  | BranchEndedRecord
  | GroupFailedRecord
  | EvaluationFailedRecord
  | RetryRecord
  | ExitedRecord;

interface OfState {
  readonly key: string;
  readonly atMs: number;
}

export interface EnteredRecord extends OfState {
  readonly type: "entered";
  readonly name: string;
  readonly state: State["Type"];
  readonly input: unknown;
}

/** The deadline of a Wait. */
export interface WaitingRecord extends OfState {
  readonly type: "waiting";
  readonly untilMs: number;
}

/** A task is about to be asked, with these very parameters; a repetition after a crash uses them again. */
export interface ScheduledRecord extends OfState {
  readonly type: "scheduled";
  readonly resource: string;
  readonly parameters: unknown;
  readonly timeoutSeconds?: number;
  readonly heartbeatSeconds?: number;
  readonly token?: string;
}

/** The call of a callback task was accepted: from here only its token ends it. */
export interface SubmittedRecord extends OfState {
  readonly type: "submitted";
  readonly output: unknown;
}

export interface SucceededRecord extends OfState {
  readonly type: "succeeded";
  readonly result: unknown;
}

export interface FailedRecord extends OfState {
  readonly type: "failed";
  readonly error: string;
  readonly cause: string;
}

/** A Map (with its items) or a Parallel (with the input of its branches) begins an attempt. */
export interface GroupStartedRecord extends OfState {
  readonly type: "groupStarted";
  readonly inputs: readonly unknown[];
}

export interface BranchStartedRecord extends OfState {
  readonly type: "branchStarted";
  readonly index: number;
  readonly input: unknown;
}

export interface BranchEndedRecord extends OfState {
  readonly type: "branchEnded";
  readonly index: number;
  readonly output: unknown;
}

/** One branch or item failed (`index`) and took the others with it. */
export interface GroupFailedRecord extends OfState {
  readonly type: "groupFailed";
  readonly index: number;
  readonly abortedIndexes: readonly number[];
  readonly error: string;
  readonly cause: string;
}

interface EvaluationFailedRecord extends OfState {
  readonly type: "evaluationFailed";
  readonly name: string;
  readonly cause: string;
}

/** The next attempt may begin at `dueMs`; `retrier` is the index in the state's Retry. */
export interface RetryRecord extends OfState {
  readonly type: "retry";
  readonly retrier: number;
  readonly dueMs: number;
}

export interface ExitedRecord extends OfState {
  readonly type: "exited";
  readonly output: unknown;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly next?: string;
}

export interface EndedRecord {
  readonly type: "ended";
  readonly atMs: number;
  readonly ending: Ending;
}

/** How an execution ended. */
export type Ending =
  | { readonly status: "SUCCEEDED"; readonly output: unknown }
  | { readonly status: "FAILED" | "TIMED_OUT" | "ABORTED"; readonly error?: string; readonly cause?: string };
