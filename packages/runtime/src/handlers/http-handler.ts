import {
  type Action,
  type Caller,
  coreError,
  type ErrorBody,
  type ErrorKind,
  explainIssues,
  SkylaneError,
  statusPolicy,
} from "@skylane/core";
import { allow, type Exposition, peopleError } from "@skylane/engine";
import * as z from "zod";
import { log } from "../log.ts";
import type { Ports } from "../ports/ports.ts";
import { callerOf } from "./caller-of.ts";
import { type Handler, handlerWith } from "./handler.ts";

/** The part of an API Gateway v2 event that is needed. */
const HttpEvent = z.looseObject({
  body: z.string().optional(),
  isBase64Encoded: z.boolean().default(false),
  rawPath: z.string().default(""),
  headers: z.record(z.string(), z.string().optional()).default({}),
  pathParameters: z.record(z.string(), z.string().optional()).optional(),
  queryStringParameters: z.record(z.string(), z.string().optional()).optional(),
});

/** A request, parsed by the route's schemas. */
export interface HttpRequest<Body, Path, Query> {
  readonly body: Body;
  readonly path: Path;
  readonly query: Query;
  /** Id of the person it is from; of a route that takes no leave, the caller's name. */
  readonly by: string;
  /** Forms of an answer it would take, as its header `accept` says. */
  readonly accept: string;
}

/** The same of a route that only shows something: nobody has been judged, so who asks is all that their token says. */
interface LookRequest<Body, Path, Query> extends HttpRequest<Body, Path, Query> {
  readonly caller: Caller;
}

/** Schemas of a route; what is absent must be absent from the request (the body) or is ignored (the query). */
export interface HttpRoute<Body, Path, Query> {
  readonly body?: z.ZodType<Body>;
  readonly path?: z.ZodType<Path>;
  readonly query?: z.ZodType<Query>;
  /** Status of a good answer. */
  readonly statusCode?: 200 | 202;
  /** Its path, where the key that a gateway has for it fits others too; these are refused. */
  readonly at?: string;
  /** It answers a text in Markdown. */
  readonly isMarkdown?: true;
  /** It answers an `Exposition`, in the form that the request would have. */
  readonly isMetrics?: true;
  /** Its answer as a page, for who would rather have HTML than JSON. */
  readonly page?: (answer: never) => string;
}

/** A route that takes leave: for one thing, or for what the path says is ordered. */
interface OrderRoute<Body, Path, Query> extends HttpRoute<Body, Path, Query> {
  readonly action: Action | ((path: Path) => Action);
}

const STATUS: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  denied: 403,
  "not-found": 404,
  conflict: 409,
  unavailable: 503,
  internal: 500,
};

/** A handler, and the route it is of: compared with the contract of the API. */
export interface HttpFunction<Route> extends Handler<HttpAnswer> {
  readonly route: Route;
}

/** A Lambda handler for a route that only shows something: parses, runs, and turns a SkylaneError into its status. */
export const httpHandler = <Given, Body, Path, Query>(
  ports: Ports<Given>,
  route: HttpRoute<Body, Path, Query>,
  run: (deps: NoInfer<Given>, request: LookRequest<Body, Path, Query>) => Promise<unknown>,
): HttpFunction<HttpRoute<Body, Path, Query>> =>
  Object.assign(
    handlerWith(ports, (raw) =>
      answered(async () => {
        requirePath(route, raw);
        const caller = requireCaller(raw);
        const said = await run(await ports.make(), { ...parseRequest(route, raw), by: caller.names[0], caller });
        if (route.isMetrics) return text(said as Exposition);
        if (route.page && wantsPage(raw))
          return text({ contentType: HTML, body: route.page(said as never) }, PAGE_HEADERS);
        return route.isMarkdown
          ? text({ contentType: MARKDOWN, body: String(said) })
          : answer(route.statusCode ?? 200, said);
      }),
    ),
    { route },
  );

/**
 * The same for a route that takes leave: who orders is judged before anything else of the request is looked at (but the path, where
 * that says what is ordered), and a refusal is told.
 */
export const orderHandler = <Given extends Parameters<typeof allow>[0], Body, Path, Query>(
  ports: Ports<Given>,
  route: OrderRoute<Body, Path, Query>,
  run: (deps: NoInfer<Given>, request: HttpRequest<Body, Path, Query>) => Promise<unknown>,
): HttpFunction<OrderRoute<Body, Path, Query>> =>
  Object.assign(
    handlerWith(ports, (raw) =>
      answered(async () => {
        requirePath(route, raw);
        const deps = await ports.make();
        const { action } = route;
        const asked = typeof action === "function" ? action(pathOf(route, raw)) : action;
        const { id: by } = await allow(deps, callerOf(raw), asked, HttpEvent.parse(raw).rawPath);
        return answer(route.statusCode ?? 200, await run(deps, { ...parseRequest(route, raw), by }));
      }),
    ),
    { route },
  );

/** What the function answers API Gateway. */
type HttpAnswer = ReturnType<typeof answer> | ReturnType<typeof text>;

async function answered(run: () => Promise<HttpAnswer>): Promise<HttpAnswer> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof SkylaneError && error.kind !== "internal")
      return answer(STATUS[error.kind], errorBody(error.code, error.message));
    log.error("request failed", { error });
    return answer(500, errorBody("ERR_INTERNAL", "something went wrong here; the log has the details"));
  }
}

/** @throws ERR_CALLER_UNKNOWN */
function requireCaller(raw: unknown): Caller {
  const caller = callerOf(raw);
  if (caller) return caller;
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

const HTML = "text/html; charset=utf-8";
/** A page that is answered loads nothing, and nobody frames it. */
const PAGE_HEADERS = { "content-security-policy": statusPolicy, vary: "accept" };

/** Whether its header `accept` names HTML and, before it, no JSON. */
function wantsPage(raw: unknown): boolean {
  const { accept = "" } = HttpEvent.parse(raw).headers;
  return /^(?!.*application\/json.*text\/html).*text\/html/is.test(accept);
}

const MARKDOWN = "text/markdown; charset=utf-8";

/** A text that nobody takes for something else. */
const text = ({ contentType, body }: Exposition, headers: Readonly<Record<string, string>> = {}) => ({
  statusCode: 200,
  headers: {
    "content-type": contentType,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...headers,
  },
  body,
});

const errorBody = (code: string, message: string): ErrorBody => ({ error: { code, message } });

const pathOf = <Path>({ path }: HttpRoute<unknown, Path, unknown>, raw: unknown): Path =>
  path ? check("path", path, HttpEvent.parse(raw).pathParameters ?? {}) : (undefined as Path);

/** @throws ERR_ROUTE_MISSING */
function requirePath({ at }: Pick<HttpRoute<unknown, unknown, unknown>, "at">, raw: unknown): void {
  const { rawPath } = HttpEvent.parse(raw);
  // a client may write the colon as it is, or not
  if (at === undefined || rawPath.replaceAll(/%3a/gi, ":") === at) return;
  throw coreError("ERR_ROUTE_MISSING", "there is nothing at this address; GET /v1/openapi.json lists what there is");
}

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
    accept: event.headers.accept ?? "",
    body: route.body ? check("body", route.body, parseJson(text)) : (undefined as Body),
    path: pathOf(route as HttpRoute<unknown, Path, unknown>, raw),
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
