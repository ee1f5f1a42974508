import type {
  BranchEndedRecord,
  BranchStartedRecord,
  EnteredRecord,
  ExitedRecord,
  FailedRecord,
  GroupFailedRecord,
  GroupStartedRecord,
  JournalRecord,
  RetryRecord,
  ScheduledRecord,
  StateRecord,
  SubmittedRecord,
  SucceededRecord,
  WaitingRecord,
} from "./records.ts";

/** What the journal already says about one visit of a state. */
export interface StatePast {
  entered?: EnteredRecord;
  waiting?: WaitingRecord;
  retries: RetryRecord[];
  attempt: AttemptPast;
  exited?: ExitedRecord;
}

/** What it says about the attempt that was under way. */
export interface AttemptPast {
  scheduled?: ScheduledRecord;
  submitted?: SubmittedRecord;
  outcome?: TaskOutcome;
  groupStarted?: GroupStartedRecord;
  groupFailed?: GroupFailedRecord;
  branchesStarted: Map<number, BranchStartedRecord>;
  branchesEnded: Map<number, BranchEndedRecord>;
}

export type TaskOutcome = Pick<SucceededRecord, "type" | "result"> | Pick<FailedRecord, "type" | "error" | "cause">;

/** The journal of one execution by state visit. */
export type Past = Map<string, StatePast>;

export function emptyStatePast(): StatePast {
  return { retries: [], attempt: emptyAttempt() };
}

/** A task or group attempt nothing is known about yet. */
export function emptyAttempt(): AttemptPast {
  return { branchesStarted: new Map(), branchesEnded: new Map() };
}

/** Folds a journal into what a replay needs. A `retry` closes the attempt before it. */
export function readPast(records: Iterable<JournalRecord>): Past {
  const past: Past = new Map();
  for (const record of records) {
    if (record.type === "ended") continue;
    let state = past.get(record.key);
    if (!state) {
      state = emptyStatePast();
      past.set(record.key, state);
    }
    const isGroup = state.attempt.groupStarted !== undefined;
    fold(state, record);
    const closesAttempt = record.type === "exited" || record.type === "retry" || record.type === "groupFailed";
    if (isGroup && closesAttempt) dropInside(past, record.key);
  }
  return past;
}

function fold(state: StatePast, record: StateRecord): void {
  switch (record.type) {
    case "entered":
    case "waiting":
    case "exited":
      Object.assign(state, { [record.type]: record });
      break;
    case "scheduled":
    case "submitted":
    case "groupStarted":
    case "groupFailed":
      Object.assign(state.attempt, { [record.type]: record });
      break;
    case "succeeded":
    case "failed":
      state.attempt.outcome = record;
      break;
    case "branchStarted":
      state.attempt.branchesStarted.set(record.index, record);
      break;
    case "branchEnded":
      state.attempt.branchesEnded.set(record.index, record);
      break;
    case "retry":
      state.retries.push(record);
      state.attempt = emptyAttempt();
      break;
    case "evaluationFailed":
      break;
  }
}

/** A finished attempt is never looked into again. */
function dropInside(past: Past, key: string): void {
  const prefix = `${key}@`;
  for (const inner of past.keys()) if (inner.startsWith(prefix)) past.delete(inner);
}

/** The callback tasks that still wait for their token. */
export function openTokens(past: Past): { token: string; key: string; state: StatePast }[] {
  return [...past].flatMap(([key, state]) => {
    const token = state.attempt.scheduled?.token;
    const isOpen = token !== undefined && state.exited === undefined && state.attempt.outcome === undefined;
    return isOpen ? [{ token, key, state }] : [];
  });
}
