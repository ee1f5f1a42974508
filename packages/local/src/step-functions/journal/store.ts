import type { DatabaseSync } from "node:sqlite";
import { createGroupCommit } from "./group-commit.ts";
import type { EndedRecord, JournalRecord } from "./records.ts";
import { createTables } from "./tables.ts";

export interface MachineRow {
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
  readonly status: "ACTIVE" | "DELETING";
  readonly revision: number;
  readonly definition: string;
  readonly createdMs: number;
}

type ExecutionStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

export interface ExecutionRow {
  readonly id: number;
  readonly arn: string;
  readonly machineArn: string;
  readonly name: string;
  readonly revision: number;
  readonly roleArn: string;
  readonly status: ExecutionStatus;
  readonly input: string;
  readonly startMs: number;
  readonly stopMs: number | null;
  readonly output: string | null;
  readonly error: string | null;
  readonly cause: string | null;
}

type NewExecution = Pick<ExecutionRow, "arn" | "machineArn" | "name" | "revision" | "input" | "startMs">;

/** State machines, executions and their journals on disk. Writes are visible at once and durable after `durable()`. */
export interface Store {
  machine(arn: string): MachineRow | undefined;
  /** State machines in order of their name, after the one named `afterName`. */
  machines(afterName: string, limit: number): MachineRow[];
  putMachine(machine: Omit<MachineRow, "revision">): MachineRow;
  setMachineStatus(arn: string, status: MachineRow["status"]): void;
  deleteMachine(arn: string): void;
  definition(revision: number): string;

  insertExecution(execution: NewExecution): number;
  execution(arn: string): ExecutionRow | undefined;
  executionById(id: number): ExecutionRow | undefined;
  /** Newest first, older than the row `beforeId`. */
  executions(machineArn: string, status: ExecutionStatus | undefined, beforeId: number, limit: number): ExecutionRow[];
  runningExecutions(): ExecutionRow[];
  hasRunningExecutions(machineArn: string): boolean;
  /** Forgets executions that ended before `stopMs`, as AWS does after 90 days. */
  forgetEndedBefore(stopMs: number): void;

  append(executionId: number, seq: number, record: JournalRecord): void;
  journal(executionId: number): JournalRecord[];
  durable(): Promise<void>;
  close(): void;
}

const MACHINE = `SELECT m.arn, m.name, m.role_arn AS roleArn, m.status, m.revision, r.definition, m.created_ms AS createdMs
  FROM machines m JOIN revisions r ON r.id = m.revision`;

export function createStore(db: DatabaseSync): Store {
  createTables(db);
  const commit = createGroupCommit(db);
  const sql = prepare(db);

  const end = (executionId: number, { atMs, ending }: EndedRecord): void => {
    const { status } = ending;
    const output = ending.status === "SUCCEEDED" ? JSON.stringify(ending.output) : null;
    const error = ending.status === "SUCCEEDED" ? null : (ending.error ?? null);
    const cause = ending.status === "SUCCEEDED" ? null : (ending.cause ?? null);
    sql.endExecution.run(status, atMs, output, error, cause, executionId);
  };

  const machine = (arn: string): MachineRow | undefined => sql.machine.get(arn) as MachineRow | undefined;
  return {
    machine,
    machines: (afterName, limit) => sql.machines.all(afterName, limit) as unknown as MachineRow[],
    putMachine: (row) =>
      commit.write(() => {
        const { lastInsertRowid: revision } = sql.insertRevision.run(row.arn, row.definition, row.roleArn);
        sql.putMachine.run(row.arn, row.name, row.roleArn, row.status, revision, row.createdMs);
        return { ...row, revision: Number(revision) };
      }),
    setMachineStatus: (arn, status) => void commit.write(() => sql.setMachineStatus.run(status, arn)),
    deleteMachine: (arn) => void commit.write(() => sql.deleteMachine.run(arn)),
    definition: (revision) => (sql.definition.get(revision) as { definition: string }).definition,

    insertExecution: (row) =>
      commit.write(() => {
        const { arn, machineArn, name, revision, input, startMs } = row;
        return Number(sql.insertExecution.run(arn, machineArn, name, revision, input, startMs).lastInsertRowid);
      }),
    execution: (arn) => sql.execution.get(arn) as ExecutionRow | undefined,
    executionById: (id) => sql.executionById.get(id) as ExecutionRow | undefined,
    executions: (machineArn, status, beforeId, limit) =>
      sql.executions.all(machineArn, beforeId, status ?? "%", limit) as unknown as ExecutionRow[],
    runningExecutions: () => sql.running.all() as unknown as ExecutionRow[],
    hasRunningExecutions: (machineArn) => sql.hasRunning.get(machineArn) !== undefined,
    forgetEndedBefore: (stopMs) =>
      commit.write(() => {
        sql.forgetJournal.run(stopMs);
        sql.forgetExecutions.run(stopMs);
      }),

    append: (executionId, seq, record) =>
      commit.write(() => {
        sql.append.run(executionId, seq, JSON.stringify(record));
        if (record.type === "ended") end(executionId, record);
      }),
    journal: (executionId) =>
      sql.journal.all(executionId).map(({ record }) => JSON.parse(record as string) as JournalRecord),
    durable: () => commit.durable(),
    close() {
      commit.close();
      db.close();
    },
  };
}

function prepare(db: DatabaseSync) {
  const execution = `SELECT e.id, e.arn, e.machine_arn AS machineArn, e.name, e.revision,
    r.role_arn AS roleArn, e.status, e.input, e.start_ms AS startMs, e.stop_ms AS stopMs, e.output, e.error, e.cause
    FROM executions e JOIN revisions r ON r.id = e.revision`;
  return {
    machine: db.prepare(`${MACHINE} WHERE m.arn = ?`),
    machines: db.prepare(`${MACHINE} WHERE m.name > ? ORDER BY m.name LIMIT ?`),
    insertRevision: db.prepare("INSERT INTO revisions (machine_arn, definition, role_arn) VALUES (?, ?, ?)"),
    putMachine: db.prepare("INSERT OR REPLACE INTO machines VALUES (?, ?, ?, ?, ?, ?)"),
    setMachineStatus: db.prepare("UPDATE machines SET status = ? WHERE arn = ?"),
    deleteMachine: db.prepare("DELETE FROM machines WHERE arn = ?"),
    definition: db.prepare("SELECT definition FROM revisions WHERE id = ?"),
    insertExecution: db.prepare(
      `INSERT INTO executions (arn, machine_arn, name, revision, input, start_ms, status) VALUES (?, ?, ?, ?, ?, ?, 'RUNNING')`,
    ),
    endExecution: db.prepare(
      "UPDATE executions SET status = ?, stop_ms = ?, output = ?, error = ?, cause = ? WHERE id = ?",
    ),
    execution: db.prepare(`${execution} WHERE e.arn = ?`),
    executionById: db.prepare(`${execution} WHERE e.id = ?`),
    executions: db.prepare(
      `${execution} WHERE e.machine_arn = ? AND e.id < ? AND e.status LIKE ? ORDER BY e.id DESC LIMIT ?`,
    ),
    running: db.prepare(`${execution} WHERE e.status = 'RUNNING' ORDER BY e.id`),
    hasRunning: db.prepare("SELECT 1 FROM executions WHERE status = 'RUNNING' AND machine_arn = ? LIMIT 1"),
    forgetJournal: db.prepare(
      "DELETE FROM journal WHERE execution_id IN (SELECT id FROM executions WHERE stop_ms < ?)",
    ),
    forgetExecutions: db.prepare("DELETE FROM executions WHERE stop_ms < ?"),
    append: db.prepare("INSERT INTO journal (execution_id, seq, record) VALUES (?, ?, ?)"),
    journal: db.prepare("SELECT record FROM journal WHERE execution_id = ? ORDER BY seq"),
  };
}
