import type { DatabaseSync } from "node:sqlite";

/** Makes the bus's tables if they are not there. Times are ms since the Unix epoch; bodies are JSON. */
export function makeTables(db: DatabaseSync): void {
  db.exec(`
    CREATE TABLE IF NOT EXISTS buses (name TEXT PRIMARY KEY, description TEXT, created_at_ms INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS rules (
      bus TEXT NOT NULL, name TEXT NOT NULL, pattern TEXT NOT NULL, state TEXT NOT NULL, description TEXT, role_arn TEXT,
      PRIMARY KEY (bus, name)
    );
    CREATE TABLE IF NOT EXISTS targets (
      bus TEXT NOT NULL, rule TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (bus, rule, id)
    );
    CREATE TABLE IF NOT EXISTS events (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT, bus TEXT NOT NULL, accepted_at_ms INTEGER NOT NULL,
      event_time_ms INTEGER NOT NULL, hops INTEGER NOT NULL, envelope TEXT NOT NULL
    );
    CREATE INDEX IF NOT EXISTS events_by_acceptance ON events (accepted_at_ms);
    CREATE TABLE IF NOT EXISTS deliveries (
      id INTEGER PRIMARY KEY AUTOINCREMENT, sequence INTEGER NOT NULL, bus TEXT NOT NULL, rule TEXT NOT NULL, target TEXT NOT NULL,
      replay TEXT, accepted_at_ms INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, next_at_ms INTEGER NOT NULL
    );
    CREATE INDEX IF NOT EXISTS deliveries_by_event ON deliveries (sequence);
    CREATE TABLE IF NOT EXISTS dead_letters (
      id INTEGER PRIMARY KEY AUTOINCREMENT, sequence INTEGER NOT NULL, bus TEXT NOT NULL, rule TEXT NOT NULL, target TEXT NOT NULL,
      target_arn TEXT NOT NULL, replay TEXT, reason TEXT NOT NULL, attempts INTEGER NOT NULL, died_at_ms INTEGER NOT NULL
    );
    CREATE INDEX IF NOT EXISTS dead_letters_by_event ON dead_letters (sequence);
    CREATE TABLE IF NOT EXISTS archives (
      name TEXT PRIMARY KEY, bus TEXT NOT NULL, pattern TEXT, description TEXT, retention_days INTEGER NOT NULL, created_at_ms INTEGER NOT NULL
    );
    CREATE TABLE IF NOT EXISTS archived (
      archive TEXT NOT NULL, sequence INTEGER NOT NULL, event_time_ms INTEGER NOT NULL, bytes INTEGER NOT NULL, PRIMARY KEY (archive, sequence)
    ) WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS archived_by_event ON archived (sequence);
    CREATE TABLE IF NOT EXISTS replays (
      name TEXT PRIMARY KEY, archive TEXT NOT NULL, bus TEXT NOT NULL, rules TEXT, from_ms INTEGER NOT NULL, to_ms INTEGER NOT NULL,
      state TEXT NOT NULL, reason TEXT, description TEXT, after_sequence INTEGER NOT NULL DEFAULT 0, last_event_ms INTEGER,
      started_at_ms INTEGER NOT NULL, ended_at_ms INTEGER
    );
    CREATE TABLE IF NOT EXISTS tally (name TEXT PRIMARY KEY, count INTEGER NOT NULL);
    INSERT OR IGNORE INTO tally VALUES ('accepted', 0), ('delivered', 0), ('dropped', 0);
  `);
}
