import type { DatabaseSync } from "node:sqlite";

/** Makes the tables of the bus. Events and their pending deliveries are written in one transaction. */
export const makeBusTables = (db: DatabaseSync): void =>
  db.exec(`
    CREATE TABLE IF NOT EXISTS buses (name TEXT PRIMARY KEY);
    CREATE TABLE IF NOT EXISTS rules (bus TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (bus, name));
    CREATE TABLE IF NOT EXISTS targets (bus TEXT NOT NULL, rule TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (bus, rule, id));
    CREATE TABLE IF NOT EXISTS archives (name TEXT PRIMARY KEY, body TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS replays (name TEXT PRIMARY KEY, body TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS events (sequence INTEGER PRIMARY KEY AUTOINCREMENT, bus TEXT NOT NULL, accepted_at_ms INTEGER NOT NULL, envelope TEXT NOT NULL);
    CREATE INDEX IF NOT EXISTS events_by_time ON events (accepted_at_ms);
    CREATE TABLE IF NOT EXISTS deliveries (id INTEGER PRIMARY KEY AUTOINCREMENT, event INTEGER NOT NULL, bus TEXT NOT NULL, rule TEXT NOT NULL,
      target TEXT NOT NULL, envelope TEXT NOT NULL, created_at_ms INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, next_at_ms INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS dead_letters (id INTEGER PRIMARY KEY AUTOINCREMENT, bus TEXT NOT NULL, rule TEXT NOT NULL, target TEXT NOT NULL,
      envelope TEXT NOT NULL, reason TEXT NOT NULL, attempts INTEGER NOT NULL, died_at_ms INTEGER NOT NULL);
    CREATE TABLE IF NOT EXISTS tally (name TEXT PRIMARY KEY, count INTEGER NOT NULL);
  `);
