import { mkdirSync } from "node:fs";
import type { RequestListener, Server } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { AwsError } from "../edge/aws-service.ts";

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
  /** Calls an operation, e.g. `GetItem`, without a socket of the caller's own. */
  call(operation: string, input: unknown): Promise<unknown>;
  close(): Promise<void>;
}

/** Opens the tables in a folder. Every acknowledged write is there after `kill -9`: LevelDB's log is written before the answer. */
export function openDynamoDb(path: string): DynamoDb {
  mkdirSync(path, { recursive: true });
  const server = dynalite({ path, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  return {
    listener: (request, response) => void server.emit("request", request, response),
    call: (operation, input) => callOverSocket(server, operation, input),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** dynalite has no call without HTTP: asks its own server on a free port, opened at the first call. */
async function callOverSocket(server: Server, operation: string, input: unknown): Promise<unknown> {
  if (!server.listening) await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/`, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `DynamoDB_20120810.${operation}`,
      authorization:
        "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
      "x-amz-date": "20260101T000000Z",
    },
    body: JSON.stringify(input),
  });
  const answer: unknown = await response.json();
  if (response.ok) return answer;
  const { __type = "", message, Message } = answer as { __type?: string; message?: string; Message?: string };
  throw new AwsError(__type.split("#").at(-1) ?? "InternalServerError", message ?? Message ?? "", response.status);
}
