import { randomUUID } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { AwsError, type AwsService } from "./aws-service.ts";
import { type Listening, listen } from "./listen.ts";
import { refuseForeign } from "./loopback-guard.ts";
import { readBody } from "./read-body.ts";
import type { RestService } from "./rest-service.ts";

/** What stands behind the one port. */
export interface EdgeOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: "127.0.0.1";
  /** JSON services, told apart by the prefix of `X-Amz-Target`. */
  readonly services: readonly AwsService[];
  /** REST services, told apart by path. */
  readonly restServices?: readonly RestService[];
  /** Services that read and answer HTTP themselves. */
  readonly raw?: { readonly dynamodb?: RequestListener };
}

// PutEvents takes 1 MB of entries; JSON quoting of their details adds to that on the wire.
const BODY_LIMIT_BYTES = 1_572_864;
const DYNAMODB = "DynamoDB_";

/** One HTTP port for all embedded AWS services, dispatched as AWS's own endpoints are told apart. @throws Error if the port is taken */
export function startEdge(options: EdgeOptions): Promise<Listening> {
  return listen(edgeListener(options), {
    port: options.port,
    host: options.host,
    purpose: "the embedded AWS services",
    flag: "--aws-port",
  });
}

/** The edge without a socket, for mounting elsewhere. */
export function edgeListener({
  services,
  restServices = [],
  raw = {},
}: Omit<EdgeOptions, "port" | "host">): RequestListener {
  const serviceOf = new Map(services.map((service) => [service.targetPrefix, service]));
  return (request, response) => {
    response.setHeader("x-amzn-requestid", randomUUID());
    const refusal = refuseForeign(request, { anyOrigin: "refused" });
    if (refusal !== undefined) return fail(response, new AwsError("AccessDeniedException", refusal, 403));
    const target = String(request.headers["x-amz-target"] ?? "");
    if (target.startsWith(DYNAMODB) && raw.dynamodb) return raw.dynamodb(request, response);
    const done =
      target === "" ? answerRest(request, response, restServices) : answerJson(request, response, target, serviceOf);
    done.catch((error: unknown) => fail(response, error));
  };
}

async function answerJson(
  request: IncomingMessage,
  response: ServerResponse,
  target: string,
  serviceOf: ReadonlyMap<string, AwsService>,
): Promise<void> {
  const dot = target.lastIndexOf(".");
  const service = serviceOf.get(target.slice(0, dot));
  const text = await bodyOf(request, BODY_LIMIT_BYTES);
  if (!service)
    throw new AwsError(
      "UnknownOperationException",
      `No service here answers to ${target}. There are ${[...serviceOf.keys()].join(", ")}.`,
    );
  response.setHeader("content-type", service.contentType);
  const result = await service.call(target.slice(dot + 1), parse(text.toString("utf8")));
  send(response, 200, result ?? {});
}

async function answerRest(
  request: IncomingMessage,
  response: ServerResponse,
  restServices: readonly RestService[],
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://localhost");
  const service = restServices.find(({ pathPrefixes }) => pathPrefixes.some((prefix) => isBelow(url.pathname, prefix)));
  if (!service)
    throw new AwsError(
      "UnknownOperationException",
      `${request.method} ${url.pathname} has no X-Amz-Target header, and no REST service is served at that path.`,
      404,
    );
  const body = await bodyOf(request, service.bodyLimitBytes ?? BODY_LIMIT_BYTES);
  response.setHeader("content-type", "application/json");
  const answer = await service.handle({
    method: request.method ?? "GET",
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body,
  });
  for (const [name, value] of Object.entries(answer.headers ?? {})) response.setHeader(name, value);
  send(response, answer.statusCode, answer.body);
}

const isBelow = (path: string, prefix: string): boolean => path === prefix || path.startsWith(`${prefix}/`);

async function bodyOf(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const body = await readBody(request, limitBytes);
  if (!body)
    throw new AwsError(
      "RequestEntityTooLargeException",
      `The body is larger than the limit of ${limitBytes} bytes.`,
      413,
    );
  return body;
}

function parse(text: string): unknown {
  if (text === "") return {};
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new AwsError("SerializationException", `The body is not valid JSON: ${(cause as Error).message}`);
  }
}

function send(response: ServerResponse, statusCode: number, body: unknown): void {
  response.statusCode = statusCode;
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.destroy();
  const known = asAwsError(error);
  if (!response.hasHeader("content-type")) response.setHeader("content-type", "application/x-amz-json-1.1");
  response.setHeader("x-amzn-errortype", known.code);
  // After a body that was not read to its end the connection cannot be used again.
  if (known.statusCode === 413 || known.statusCode === 403) response.setHeader("connection", "close");
  send(response, known.statusCode, { __type: known.code, message: known.message, Message: known.message });
}

function asAwsError(error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  if (error instanceof SyntaxError) return new AwsError("SerializationException", error.message);
  return new AwsError("InternalFailure", error instanceof Error ? error.message : String(error), 500);
}
