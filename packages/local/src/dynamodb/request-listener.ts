import { randomUUID } from "node:crypto";
import type { RequestListener, ServerResponse } from "node:http";
import { crc32 } from "node:zlib";
import { readBody } from "../edge/read-body.ts";
import { asDynamoDbError, DynamoDbError } from "./dynamodb-error.ts";

const BODY_LIMIT_BYTES = 16 * 1_048_576; // DynamoDB's, for BatchWriteItem

/** DynamoDB's HTTP protocol. Unlike dynalite's own front it outlives a client that breaks off, and has no CORS headers. */
export function dynamoDbListener(call: (operation: string, input: unknown) => Promise<unknown>): RequestListener {
  return async (request, response) => {
    try {
      const body = await readBody(request, BODY_LIMIT_BYTES);
      if (!body)
        throw new DynamoDbError("com.amazon.coral.service#RequestTooLargeException", "The request is too large.", 413);
      const operation = String(request.headers["x-amz-target"] ?? "").split(".")[1] ?? "";
      send(response, 200, await call(operation, parse(body.toString("utf8"))));
    } catch (error) {
      const known = asDynamoDbError(error);
      send(response, known.statusCode, known.body);
    }
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new DynamoDbError("com.amazon.coral.service#SerializationException", "The body is not valid JSON.");
  }
}

function send(response: ServerResponse, statusCode: number, answer: unknown): void {
  if (response.destroyed) return;
  const text = JSON.stringify(answer ?? {});
  response.writeHead(statusCode, {
    "content-type": "application/x-amz-json-1.0",
    "x-amz-crc32": String(crc32(text)),
    "x-amzn-requestid": randomUUID(),
  });
  response.end(text);
}
