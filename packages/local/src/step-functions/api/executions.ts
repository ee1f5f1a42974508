import { randomUUID } from "node:crypto";
import { AwsError } from "../../edge/aws-service.ts";
import { projectHistory } from "../history/project-history.ts";
import type { ExecutionRow, Store } from "../journal/store.ts";
import {
  checkJson,
  checkName,
  ExecutionRequest,
  GetExecutionHistoryRequest,
  ListExecutionsRequest,
  pageToken,
  parseRequest,
  readPageToken,
  StartExecutionRequest,
  StopExecutionRequest,
} from "./requests.ts";
import { epochSeconds, type Operation } from "./service.ts";
import { activeMachine, existingMachine } from "./state-machines.ts";

/** The same name and input while the execution runs get the same answer; anything else under that name is refused. */
export const startExecution: Operation = async ({ store, engine }, body) => {
  const { stateMachineArn, ...request } = parseRequest(StartExecutionRequest, body);
  const name = checkName(request.name ?? randomUUID());
  const input = checkJson(request.input ?? "{}", "InvalidExecutionInput");
  const machine = activeMachine(store, stateMachineArn);
  const arn = `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${name}`;
  const existing = store.execution(arn);
  if (existing && (existing.status !== "RUNNING" || existing.input !== input)) {
    throw new AwsError("ExecutionAlreadyExists", `Execution Already Exists: '${arn}'`);
  }
  const row = existing ?? engine.start(machine, { arn, name, input });
  await store.durable();
  return { executionArn: arn, startDate: epochSeconds(row.startMs) };
};

export const describeExecution: Operation = async ({ store }, body) => {
  const row = existingExecution(store, parseRequest(ExecutionRequest, body).executionArn);
  await store.durable();
  return {
    ...summary(row),
    input: row.input,
    inputDetails: { included: true },
    ...(row.output !== null && { output: row.output, outputDetails: { included: true } }),
    ...(row.error !== null && { error: row.error }),
    ...(row.cause !== null && { cause: row.cause }),
    redriveStatus: "NOT_REDRIVABLE",
    redriveStatusReason: "Redrive is not available here",
  };
};

export const listExecutions: Operation = async ({ store }, body) => {
  const { stateMachineArn, statusFilter, maxResults, nextToken } = parseRequest(ListExecutionsRequest, body);
  existingMachine(store, stateMachineArn);
  const limit = maxResults || 100;
  const list = `executions ${stateMachineArn} ${statusFilter ?? ""}`;
  const beforeId = readPageToken(list, nextToken, Number.MAX_SAFE_INTEGER);
  const rows = store.executions(stateMachineArn, statusFilter, beforeId, limit + 1);
  await store.durable();
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { executions: page.map(summary), ...(rows.length > limit && last && { nextToken: pageToken(list, last.id) }) };
};

export const getExecutionHistory: Operation = async ({ store, region }, body) => {
  const { executionArn, maxResults, nextToken, reverseOrder } = parseRequest(GetExecutionHistoryRequest, body);
  const row = existingExecution(store, executionArn);
  const events = projectHistory(row, store.journal(row.id), region);
  await store.durable();
  const limit = maxResults || 100;
  const list = `history ${executionArn} ${reverseOrder === true}`;
  const lastSeenId = readPageToken(list, nextToken, reverseOrder ? events.length + 1 : 0);
  // The token names an event, not an offset: a running execution grows while it is being read.
  const rest = reverseOrder ? events.slice(0, lastSeenId - 1).reverse() : events.slice(lastSeenId);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return { events: page, ...(rest.length > limit && last && { nextToken: pageToken(list, last.id) }) };
};

export const stopExecution: Operation = async ({ store, engine }, body) => {
  const { executionArn, error, cause } = parseRequest(StopExecutionRequest, body);
  const row = existingExecution(store, executionArn);
  const stopMs = engine.stop(row, { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) });
  await store.durable();
  return { stopDate: epochSeconds(stopMs) };
};

function existingExecution(store: Store, arn: string): ExecutionRow {
  const row = store.execution(arn);
  if (!row) throw new AwsError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
  return row;
}

function summary(row: ExecutionRow): object {
  return {
    executionArn: row.arn,
    stateMachineArn: row.machineArn,
    name: row.name,
    status: row.status,
    startDate: epochSeconds(row.startMs),
    ...(row.stopMs !== null && { stopDate: epochSeconds(row.stopMs) }),
    redriveCount: 0,
  };
}
