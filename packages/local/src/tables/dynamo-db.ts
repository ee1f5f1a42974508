import { mkdirSync } from "node:fs";
import type { RequestListener, Server } from "node:http";
import { createRequire } from "node:module";

/** dynalite's server: an HTTP server whose request listener speaks DynamoDB. It ships no types. */
const dynalite = createRequire(import.meta.url)("dynalite") as (options: {
  path?: string;
  createTableMs?: number;
  deleteTableMs?: number;
  updateTableMs?: number;
}) => Server;

/** A persistent DynamoDB. */
export interface DynamoDb {
  readonly listener: RequestListener;
  close(): Promise<void>;
}

/** Opens the tables in a folder. Every acknowledged write is there after `kill -9`: LevelDB's log is written before the answer. */
export function openDynamoDb(path: string): DynamoDb {
  mkdirSync(path, { recursive: true });
  const server = dynalite({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  return {
    listener: (request, response) => void server.emit("request", request, response),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
