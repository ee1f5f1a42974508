import { AwsError } from "../../edge/aws-service.ts";
import { checkDefinition } from "../asl/check-definition.ts";
import type { MachineRow, Store } from "../journal/store.ts";
import {
  CreateStateMachineRequest,
  checkName,
  ListStateMachinesRequest,
  pageToken,
  parseRequest,
  readPageToken,
  StateMachineRequest,
  UpdateStateMachineRequest,
} from "./requests.ts";
import { epochSeconds, type Operation } from "./service.ts";

export const createStateMachine: Operation = async ({ store, timers, region, accountId }, body) => {
  const { definition, roleArn, ...request } = parseRequest(CreateStateMachineRequest, body);
  const name = checkName(request.name);
  checkedDefinition(definition);
  const arn = `arn:aws:states:${region}:${accountId}:stateMachine:${name}`;
  const existing = store.machine(arn);
  if (existing?.status === "DELETING") throw deleting(arn);
  if (existing && (existing.definition !== definition || existing.roleArn !== roleArn)) {
    throw new AwsError("StateMachineAlreadyExists", `State Machine Already Exists: '${arn}'; use UpdateStateMachine`);
  }
  const row =
    existing ?? store.putMachine({ arn, name, definition, roleArn, status: "ACTIVE", createdMs: timers.nowMs() });
  await store.durable();
  return { stateMachineArn: arn, creationDate: epochSeconds(row.createdMs) };
};

/** Executions under way keep the definition they started with. */
export const updateStateMachine: Operation = async ({ store, timers }, body) => {
  const { stateMachineArn, definition, roleArn } = parseRequest(UpdateStateMachineRequest, body);
  if (definition === undefined && roleArn === undefined) {
    throw new AwsError("MissingRequiredParameter", "give at least one of definition and roleArn");
  }
  const row = activeMachine(store, stateMachineArn);
  if (definition !== undefined) checkedDefinition(definition);
  const updated = { ...row, definition: definition ?? row.definition, roleArn: roleArn ?? row.roleArn };
  const { revision } = store.putMachine(updated);
  await store.durable();
  return { updateDate: epochSeconds(timers.nowMs()), revisionId: String(revision) };
};

export const describeStateMachine: Operation = async ({ store }, body) => {
  const { stateMachineArn } = parseRequest(StateMachineRequest, body);
  const row = existingMachine(store, stateMachineArn);
  await store.durable();
  return {
    stateMachineArn: row.arn,
    name: row.name,
    status: row.status,
    definition: row.definition,
    roleArn: row.roleArn,
    type: "STANDARD",
    creationDate: epochSeconds(row.createdMs),
    revisionId: String(row.revision),
    loggingConfiguration: { level: "OFF", includeExecutionData: false },
    tracingConfiguration: { enabled: false },
  };
};

export const listStateMachines: Operation = async ({ store }, body) => {
  const { maxResults, nextToken } = parseRequest(ListStateMachinesRequest, body);
  const limit = maxResults || 100;
  const rows = store.machines(readPageToken("machines", nextToken, ""), limit + 1);
  await store.durable();
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    stateMachines: page.map((row) => ({
      stateMachineArn: row.arn,
      name: row.name,
      type: "STANDARD",
      creationDate: epochSeconds(row.createdMs),
    })),
    ...(rows.length > limit && last && { nextToken: pageToken("machines", last.name) }),
  };
};

/** A state machine with running executions stays as DELETING until the last of them ends. Deleting twice is no error. */
export const deleteStateMachine: Operation = async ({ store }, body) => {
  const { stateMachineArn } = parseRequest(StateMachineRequest, body);
  if (store.hasRunningExecutions(stateMachineArn)) store.setMachineStatus(stateMachineArn, "DELETING");
  else store.deleteMachine(stateMachineArn);
  await store.durable();
  return {};
};

/** @throws AwsError StateMachineDoesNotExist */
export function existingMachine(store: Store, arn: string): MachineRow {
  const row = store.machine(arn);
  if (!row) throw new AwsError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
  return row;
}

/** @throws AwsError StateMachineDoesNotExist, StateMachineDeleting */
export function activeMachine(store: Store, arn: string): MachineRow {
  const row = existingMachine(store, arn);
  if (row.status === "DELETING") throw deleting(arn);
  return row;
}

function deleting(arn: string): AwsError {
  return new AwsError(
    "StateMachineDeleting",
    `State Machine is being deleted: '${arn}'; wait for its executions to end`,
  );
}

function checkedDefinition(text: string): void {
  const checked = checkDefinition(text);
  if (!checked.ok)
    throw new AwsError("InvalidDefinition", `Invalid State Machine Definition: ${checked.problems.join("; ")}`);
}
