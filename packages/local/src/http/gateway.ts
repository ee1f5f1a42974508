import { randomUUID } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import * as z from "zod";
import type { LambdaHost } from "../lambda/lambda-host.ts";
import { type GatewayRoute, matchRoute } from "./match-route.ts";
import { proxyTo } from "./proxy.ts";
import { readBody } from "./serve.ts";
import { serveFile } from "./static-files.ts";

/** What the front answers with. */
export interface GatewayOptions {
  readonly routes: readonly GatewayRoute[];
  readonly lambda: LambdaHost;
  readonly staticFolder: string;
  /** Requests below a prefix that are passed on, e.g. `/lab` to the twin. */
  readonly proxies: readonly { readonly prefix: string; readonly targetUrl: string }[];
}

const BODY_LIMIT_BYTES = 10 * 1024 * 1024; // as API Gateway
const LambdaAnswer = z.looseObject({
  statusCode: z.int(),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  body: z.string().optional(),
  isBase64Encoded: z.boolean().optional(),
});
const SECURITY = {
  "content-security-policy":
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

/** API Gateway HTTP API v2 on this machine: routes to functions, the page's files, and a few passed-on prefixes. */
export function gateway(options: GatewayOptions): RequestListener {
  return (request, response) => {
    for (const [name, value] of Object.entries(SECURITY)) response.setHeader(name, value);
    handle(options, request, response).catch(() => sendJson(response, 500, { message: "Internal Server Error" }));
  };
}

async function handle(options: GatewayOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const refusal = refuse(request);
  if (refusal) return sendJson(response, 403, { message: refusal });
  const url = new URL(request.url ?? "/", "http://localhost");
  const method = request.method ?? "GET";
  const proxy = options.proxies.find(({ prefix }) => url.pathname === prefix || url.pathname.startsWith(`${prefix}/`));
  if (proxy) return proxyTo(proxy.targetUrl, request, response);
  const match = matchRoute(options.routes, method, url.pathname);
  if (!match) {
    if (
      method === "GET" &&
      !url.pathname.startsWith("/v1/") &&
      (await serveFile(options.staticFolder, url.pathname, response))
    )
      return;
    return sendJson(response, 404, { message: "Not Found" });
  }
  const body = await readBody(request, BODY_LIMIT_BYTES);
  if (body === undefined) return sendJson(response, 413, { message: "Request Entity Too Large" });
  const result = await options.lambda.invoke(match.route.functionName, eventOf(request, url, match, body));
  if (!result.ok)
    return sendJson(response, result.error.errorType === "Sandbox.Timedout" ? 504 : 500, {
      message: "Internal Server Error",
    });
  const parsed = LambdaAnswer.safeParse(result.payload);
  if (!parsed.success) return sendJson(response, 200, result.payload);
  const { statusCode, headers = {}, body: text = "", isBase64Encoded } = parsed.data;
  response.writeHead(
    statusCode,
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
  );
  response.end(isBase64Encoded ? Buffer.from(text, "base64") : text);
}

/** A page of another origin must not read or change anything here, nor may a name that was made to resolve to this machine. */
function refuse(request: IncomingMessage): string | undefined {
  const host = (request.headers.host ?? "").replace(/:\d+$/, "");
  if (host !== "127.0.0.1" && host !== "localhost") return "unknown Host";
  const { origin } = request.headers;
  if (origin !== undefined && request.method !== "GET" && origin !== `http://${request.headers.host}`)
    return "foreign Origin";
  return undefined;
}

function eventOf(request: IncomingMessage, url: URL, match: NonNullable<ReturnType<typeof matchRoute>>, body: Buffer) {
  const nowMs = Date.now();
  const query = Object.fromEntries(url.searchParams);
  return {
    version: "2.0",
    routeKey: `${match.route.method} ${match.route.path}`,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    ...(url.search !== "" && { queryStringParameters: query }),
    ...(Object.keys(match.parameters).length > 0 && { pathParameters: match.parameters }),
    requestContext: {
      accountId: "000000000000",
      apiId: "local",
      stage: "$default",
      requestId: randomUUID(),
      routeKey: `${match.route.method} ${match.route.path}`,
      http: {
        method: request.method,
        path: url.pathname,
        protocol: "HTTP/1.1",
        sourceIp: request.socket.remoteAddress ?? "",
        userAgent: request.headers["user-agent"] ?? "",
      },
      time: new Date(nowMs).toISOString(),
      timeEpoch: nowMs,
    },
    ...(body.length > 0 && { body: body.toString("utf8") }),
    isBase64Encoded: false,
  };
}

function sendJson(response: ServerResponse, statusCode: number, body: unknown): void {
  response.writeHead(statusCode, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
