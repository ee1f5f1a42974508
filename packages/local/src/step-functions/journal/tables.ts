import type { DatabaseSync } from "node:sqlite";

/** Makes the tables of the embedded Step Functions where they are missing. */
export function createTables(db: DatabaseSync): void {
  db.exec(`
    CREATE TABLE IF NOT EXISTS machines (
      arn TEXT PRIMARY KEY, name TEXT NOT NULL, role_arn TEXT NOT NULL, status TEXT NOT NULL,
      revision INTEGER NOT NULL, created_ms INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS revisions (
      id INTEGER PRIMARY KEY AUTOINCREMENT, machine_arn TEXT NOT NULL, definition TEXT NOT NULL, role_arn TEXT NOT NULL
    ) STRICT;
    CREATE TABLE IF NOT EXISTS executions (
      id INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL UNIQUE, machine_arn TEXT NOT NULL, name TEXT NOT NULL,
      revision INTEGER NOT NULL, status TEXT NOT NULL, input TEXT NOT NULL, start_ms INTEGER NOT NULL,
      stop_ms INTEGER, output TEXT, error TEXT, cause TEXT
    ) STRICT;
    CREATE INDEX IF NOT EXISTS executions_of_machine ON executions (machine_arn, id);
    CREATE INDEX IF NOT EXISTS executions_running ON executions (status) WHERE status = 'RUNNING';
    CREATE INDEX IF NOT EXISTS executions_stopped ON executions (stop_ms) WHERE stop_ms IS NOT NULL;
    CREATE TABLE IF NOT EXISTS journal (
      execution_id INTEGER NOT NULL, seq INTEGER NOT NULL, record TEXT NOT NULL, PRIMARY KEY (execution_id, seq)
    ) STRICT, WITHOUT ROWID;
  `);
}
