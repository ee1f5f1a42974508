import {
  type Action,
  type Caller,
  coreError,
  type ErrorBody,
  type ErrorKind,
  explainIssues,
  SkylaneError,
} from "@skylane/core";
import { allow, peopleError } from "@skylane/engine";
import * as z from "zod";
import type { Runtime } from "../make-deps.ts";
import { theRuntime } from "../make-deps.ts";
import { callerOf } from "./caller-of.ts";

/** The part of an API Gateway v2 event that is needed. */
const HttpEvent = z.looseObject({
  body: z.string().optional(),
  isBase64Encoded: z.boolean().default(false),
  rawPath: z.string().default(""),
  pathParameters: z.record(z.string(), z.string().optional()).optional(),
  queryStringParameters: z.record(z.string(), z.string().optional()).optional(),
});

/** A request, parsed by the route's schemas. */
export interface HttpRequest<Body, Path, Query> {
  readonly body: Body;
  readonly path: Path;
  readonly query: Query;
  /** Id of the person it is from; of a route without an action, the caller's name. */
  readonly by: string;
}

/** Schemas of a route; what is absent must be absent from the request (the body) or is ignored (the query). */
export interface HttpRoute<Body, Path, Query> {
  readonly body?: z.ZodType<Body>;
  readonly path?: z.ZodType<Path>;
  readonly query?: z.ZodType<Query>;
  /** What it takes leave for; absent = to look at something, which all may who have a token. */
  readonly action?: Action;
  /** Status of a good answer. */
  readonly statusCode?: 200 | 202;
}

const STATUS: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  denied: 403,
  "not-found": 404,
  conflict: 409,
  unavailable: 503,
  internal: 500,
};

/** A Lambda handler for one route of the HTTP API: parses, runs, and turns a SkylaneError into its status. */
export const httpHandler =
  <Body, Path, Query>(
    route: HttpRoute<Body, Path, Query>,
    run: (runtime: Runtime, request: HttpRequest<Body, Path, Query>) => Promise<unknown>,
  ) =>
  async (raw: unknown) => {
    const runtime = theRuntime();
    try {
      const by = await admit(runtime, route.action, raw);
      return answer(route.statusCode ?? 200, await run(runtime, { ...parseRequest(route, raw), by }));
    } catch (error) {
      if (error instanceof SkylaneError && error.kind !== "internal")
        return answer(STATUS[error.kind], errorBody(error.code, error.message));
      runtime.deps.log.error("request failed", { error });
      return answer(500, errorBody("ERR_INTERNAL", "something went wrong here; the log has the details"));
    }
  };

/** Who it is from, before anything else of the request is looked at. @throws ERR_NOT_ALLOWED, ERR_CALLER_UNKNOWN */
async function admit({ deps }: Runtime, action: Action | undefined, raw: unknown): Promise<string> {
  const caller: Caller | undefined = callerOf(raw);
  if (action !== undefined) return (await allow(deps, caller, action, HttpEvent.parse(raw).rawPath)).id;
  if (caller) return caller.names[0];
  throw peopleError(
    "ERR_CALLER_UNKNOWN",
    "the request says nothing of who it is from; send the token of your identity provider",
  );
}

const answer = (statusCode: number, body: unknown) => ({
  statusCode,
  headers: { "content-type": "application/json", "cache-control": "no-store" },
  body: JSON.stringify(body),
});

const errorBody = (code: string, message: string): ErrorBody => ({ error: { code, message } });

function parseRequest<Body, Path, Query>(
  route: HttpRoute<Body, Path, Query>,
  raw: unknown,
): Omit<HttpRequest<Body, Path, Query>, "by"> {
  const event = HttpEvent.parse(raw);
  const text =
    event.body === undefined || !event.isBase64Encoded
      ? event.body
      : Buffer.from(event.body, "base64").toString("utf8");
  return {
    body: route.body ? check("body", route.body, parseJson(text)) : (undefined as Body),
    path: route.path ? check("path", route.path, event.pathParameters ?? {}) : (undefined as Path),
    query: route.query ? check("query", route.query, event.queryStringParameters ?? {}) : (undefined as Query),
  };
}

function check<T>(where: string, schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw coreError("ERR_REQUEST_INVALID", `${where} does not fit: ${explainIssues(parsed.error)}`);
}

function parseJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    throw coreError("ERR_REQUEST_INVALID", "body must be JSON (content-type application/json)");
  }
}
