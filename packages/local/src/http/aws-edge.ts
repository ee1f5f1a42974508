import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { AwsError, type AwsService } from "../edge/aws-service.ts";
import { readBody } from "./serve.ts";

/** A service that speaks REST rather than `X-Amz-Target`: takes what it knows, answers false for the rest. */
export interface RestService {
  handle(
    method: string,
    url: URL,
    body: unknown,
  ): Promise<{ readonly statusCode: number; readonly body: unknown } | undefined>;
}

const BODY_LIMIT_BYTES = 1_572_864; // PutEvents takes 1 MB of entries; the envelope needs some more
const DYNAMODB = "DynamoDB_20120810";

/** One door to all embedded services, told apart as AWS does: by the target header, else by path. */
export function awsEdge(
  services: readonly AwsService[],
  rest: readonly RestService[],
  dynamoDb: RequestListener,
): RequestListener {
  const serviceOf = new Map(services.map((service) => [service.targetPrefix, service]));
  return (request, response) => {
    const target = String(request.headers["x-amz-target"] ?? "");
    if (target.startsWith(DYNAMODB)) {
      dynamoDb(request, response);
      return;
    }
    answer(request, response, target, serviceOf, rest).catch((error: unknown) =>
      fail(response, error, "application/x-amz-json-1.1"),
    );
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  target: string,
  serviceOf: ReadonlyMap<string, AwsService>,
  rest: readonly RestService[],
): Promise<void> {
  const raw = await readBody(request, BODY_LIMIT_BYTES);
  if (raw === undefined)
    throw new AwsError("RequestEntityTooLargeException", `the request is larger than ${BODY_LIMIT_BYTES} bytes`, 413);
  const body = parse(raw.toString("utf8"));
  if (target === "") {
    const url = new URL(request.url ?? "/", "http://localhost");
    for (const service of rest) {
      const done = await service.handle(request.method ?? "GET", url, body);
      if (done) return send(response, done.statusCode, done.body, "application/json");
    }
    throw new AwsError("UnknownOperationException", `nothing is served at ${request.method} ${url.pathname}`, 404);
  }
  const [prefix = "", operation = ""] = target.split(".");
  const service = serviceOf.get(prefix);
  if (!service)
    throw new AwsError(
      "UnknownOperationException",
      `there is no service ${prefix} here; there are ${[...serviceOf.keys()].join(", ")}`,
    );
  try {
    send(response, 200, await service.call(operation, body), service.contentType);
  } catch (error) {
    fail(response, error, service.contentType);
  }
}

function parse(text: string): unknown {
  try {
    return text === "" ? {} : JSON.parse(text);
  } catch {
    throw new AwsError("SerializationException", "the body is no valid JSON");
  }
}

function send(response: ServerResponse, statusCode: number, body: unknown, contentType: string): void {
  response.writeHead(statusCode, { "content-type": contentType });
  response.end(JSON.stringify(body ?? {}));
}

function fail(response: ServerResponse, error: unknown, contentType: string): void {
  const known =
    error instanceof AwsError
      ? error
      : new AwsError("InternalFailure", error instanceof Error ? error.message : String(error), 500);
  response.writeHead(known.statusCode, { "content-type": contentType, "x-amzn-errortype": known.code });
  response.end(JSON.stringify({ __type: known.code, message: known.message }));
}
