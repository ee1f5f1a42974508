import { resourceNames } from "../asl/task-resource.ts";
import type { Ending, JournalRecord, ScheduledRecord, StateRecord } from "../journal/records.ts";
import type { ExecutionRow } from "../journal/store.ts";

/** One event of GetExecutionHistory; `timestamp` in seconds since the epoch. */
export interface HistoryEvent {
  readonly id: number;
  readonly previousEventId: number;
  readonly timestamp: number;
  readonly type: string;
  readonly [details: `${string}EventDetails`]: unknown;
}

/** Type and details of an event before it is numbered; `thread` is the line of events it follows. */
interface Draft {
  readonly type: string;
  readonly thread: string;
  readonly atMs: number;
  readonly details?: Readonly<Record<`${string}EventDetails`, unknown>>;
  /** The thread whose last event this one follows, when it is not its own: a group ends after its last branch. */
  readonly follows?: string;
}

/** How many history events one record counts against the limit of an execution: what projectHistory makes of it, give or take one. */
export function historyEventCount(record: JournalRecord): number {
  if (record.type === "waiting" || record.type === "retry") return 0;
  if (record.type === "groupFailed") return 2 + record.abortedIndexes.length;
  return record.type === "scheduled" ? 2 : 1;
}

/** The AWS history of an execution, oldest event first: a projection of its journal. */
export function projectHistory(
  execution: ExecutionRow,
  records: readonly JournalRecord[],
  region: string,
): HistoryEvent[] {
  const events: HistoryEvent[] = [];
  const lastOfThread = new Map<string, number>();
  const push = ({ type, thread, follows = thread, atMs, details }: Draft): void => {
    const previous = lastOfThread.get(follows) ?? lastOfThread.get(threadOf(thread));
    const id = events.length + 1;
    events.push({ timestamp: atMs / 1_000, type, id, previousEventId: previous ?? 0, ...details });
    lastOfThread.set(thread, id);
  };
  const started = { input: execution.input, inputDetails: { truncated: false }, roleArn: execution.roleArn };
  push({
    type: "ExecutionStarted",
    thread: "",
    atMs: execution.startMs,
    details: { executionStartedEventDetails: started },
  });
  const project = createProjection(region);
  for (const record of records) {
    const drafts = record.type === "ended" ? [endDraft(record.atMs, record.ending)] : project(record);
    for (const draft of drafts) push(draft);
  }
  return events;
}

function endDraft(atMs: number, ending: Ending): Draft {
  const event = { thread: "", atMs };
  switch (ending.status) {
    case "SUCCEEDED":
      return {
        ...event,
        type: "ExecutionSucceeded",
        details: { executionSucceededEventDetails: outputOf(ending.output) },
      };
    case "FAILED":
      return { ...event, type: "ExecutionFailed", details: { executionFailedEventDetails: failure(ending) } };
    case "ABORTED":
      return { ...event, type: "ExecutionAborted", details: { executionAbortedEventDetails: failure(ending) } };
    case "TIMED_OUT":
      return { ...event, type: "ExecutionTimedOut", details: { executionTimedOutEventDetails: failure(ending) } };
  }
}

function failure({ error, cause }: { error?: string; cause?: string }): Record<string, string> {
  return { ...(error ? { error } : {}), ...(cause ? { cause } : {}) };
}

function outputOf(output: unknown): Record<string, unknown> {
  return { output: JSON.stringify(output), outputDetails: { truncated: false } };
}

/** The state's key without its last segment: the thread of the machine it belongs to. */
function threadOf(key: string): string {
  return key.slice(0, key.lastIndexOf("/"));
}

interface StateFacts {
  readonly name: string;
  readonly state: string;
  attempt: number;
  scheduled?: ScheduledRecord;
  pendingBranches: number;
}

/** Turns records into event drafts, remembering what the records of one state have in common. */
function createProjection(region: string): (record: StateRecord) => Draft[] {
  const facts = new Map<string, StateFacts>();
  return (record) => {
    const thread = threadOf(record.key);
    const own = { thread, atMs: record.atMs };
    if (record.type === "entered") {
      facts.set(record.key, { name: record.name, state: record.state, attempt: 0, pendingBranches: 0 });
      const entered = { name: record.name, input: JSON.stringify(record.input), inputDetails: { truncated: false } };
      return [
        {
          ...own,
          type: `${record.state}StateEntered`,
          details: { stateEnteredEventDetails: entered },
        },
      ];
    }
    const state = facts.get(record.key);
    if (!state) return [];
    switch (record.type) {
      case "waiting":
        return [];
      case "scheduled":
        state.scheduled = record;
        return scheduledDrafts(record, own, region);
      case "submitted": {
        const submitted = { ...resourceNames(state.scheduled?.resource ?? ""), ...outputOf(record.output) };
        return [{ ...own, type: "TaskSubmitted", details: { taskSubmittedEventDetails: submitted } }];
      }
      case "succeeded":
      case "failed":
        return [taskEndDraft(record, state.scheduled?.resource ?? "", own)];
      case "evaluationFailed": {
        const failed = { error: "States.QueryEvaluationError", cause: record.cause, state: record.name };
        return [{ ...own, type: "EvaluationFailed", details: { evaluationFailedEventDetails: failed } }];
      }
      case "retry":
        state.attempt++;
        return [];
      case "exited": {
        const assigned = Object.entries(record.variables ?? {}).map(([name, value]) => [name, JSON.stringify(value)]);
        const exited = {
          name: state.name,
          ...outputOf(record.output),
          ...(assigned.length > 0 && { assignedVariables: Object.fromEntries(assigned) }),
        };
        return [{ ...own, type: `${state.state}StateExited`, details: { stateExitedEventDetails: exited } }];
      }
      default:
        return groupDrafts(record, state, own);
    }
  };
}

type Own = Pick<Draft, "thread" | "atMs">;

function scheduledDrafts(record: ScheduledRecord, own: Own, region: string): Draft[] {
  const limits = {
    ...(record.timeoutSeconds !== undefined && { timeoutInSeconds: record.timeoutSeconds }),
    ...(record.heartbeatSeconds !== undefined && { heartbeatInSeconds: record.heartbeatSeconds }),
  };
  const input = JSON.stringify(record.parameters);
  if (isFunctionArn(record.resource)) {
    const scheduled = { resource: record.resource, input, inputDetails: { truncated: false }, ...limits };
    return [
      { ...own, type: "LambdaFunctionScheduled", details: { lambdaFunctionScheduledEventDetails: scheduled } },
      { ...own, type: "LambdaFunctionStarted" },
    ];
  }
  const names = resourceNames(record.resource);
  const scheduled = { ...names, region, parameters: input, ...limits };
  return [
    { ...own, type: "TaskScheduled", details: { taskScheduledEventDetails: scheduled } },
    { ...own, type: "TaskStarted", details: { taskStartedEventDetails: names } },
  ];
}

function taskEndDraft(
  record: Extract<StateRecord, { type: "succeeded" | "failed" }>,
  resource: string,
  own: Own,
): Draft {
  const isFunction = isFunctionArn(resource);
  const prefix = isFunction ? "LambdaFunction" : "Task";
  const names = isFunction ? {} : resourceNames(resource);
  const details = record.type === "succeeded" ? outputOf(record.result) : failure(record);
  const isTimeout = record.type === "failed" && /^States\.(Heartbeat)?Timeout$/.test(record.error);
  const end = record.type === "succeeded" ? "Succeeded" : isTimeout ? "TimedOut" : "Failed";
  const field: `${string}EventDetails` = `${isFunction ? "lambdaFunction" : "task"}${end}EventDetails`;
  return { ...own, type: `${prefix}${end}`, details: { [field]: { ...names, ...details } } };
}

function isFunctionArn(resource: string): boolean {
  return resource.startsWith("arn:aws:lambda:");
}

function groupDrafts(
  record: Extract<StateRecord, { type: "groupStarted" | "branchStarted" | "branchEnded" | "groupFailed" }>,
  state: StateFacts,
  own: Own,
): Draft[] {
  const isMap = state.state === "Map";
  const branchThread = (index: number): string => `${record.key}@${state.attempt}[${index}]`;
  const iteration = (end: "Started" | "Succeeded" | "Failed" | "Aborted", index: number): Draft => ({
    thread: branchThread(index),
    atMs: record.atMs,
    type: `MapIteration${end}`,
    details: { [`mapIteration${end}EventDetails` as const]: { name: state.name, index } },
  });
  switch (record.type) {
    case "groupStarted": {
      const details = isMap ? { details: { mapStateStartedEventDetails: { length: record.inputs.length } } } : {};
      state.pendingBranches = record.inputs.length;
      const started: Draft = { ...own, type: `${state.state}StateStarted`, ...details };
      return isMap && record.inputs.length === 0 ? [started, { ...own, type: "MapStateSucceeded" }] : [started];
    }
    case "branchStarted":
      return isMap ? [iteration("Started", record.index)] : [];
    case "branchEnded": {
      state.pendingBranches--;
      const ended = isMap ? [iteration("Succeeded", record.index)] : [];
      return state.pendingBranches === 0
        ? [...ended, { ...own, follows: branchThread(record.index), type: `${state.state}StateSucceeded` }]
        : ended;
    }
    case "groupFailed": {
      const failed: Draft = { ...own, follows: branchThread(record.index), type: `${state.state}StateFailed` };
      if (!isMap) return [failed];
      const aborted = record.abortedIndexes.map((index) => iteration("Aborted", index));
      return [iteration("Failed", record.index), ...aborted, failed];
    }
  }
}
