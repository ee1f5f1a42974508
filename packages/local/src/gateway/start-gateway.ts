import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { pageHeaders } from "@skylane/core";
import { type Listening, listen } from "../edge/listen.ts";
import { type Log, silentLog } from "../edge/log.ts";
import { refuseForeign } from "../edge/loopback-guard.ts";
import { readBody } from "../edge/read-body.ts";
import type { LambdaHost } from "../lambda/lambda-host.ts";
import { systemTimers, type Timers } from "../time.ts";
import { apiEvent } from "./api-event.ts";
import { sendJson, sendLambdaAnswer } from "./lambda-answer.ts";
import { type GatewayRoute, type RouteMatch, routeMatcher } from "./match-route.ts";
import { type ProxiedPrefix, passOn, proxyFor } from "./proxy.ts";
import { fileServer } from "./static-files.ts";

/** What stands behind the page's port. */
export interface GatewayOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: "127.0.0.1";
  readonly routes: readonly GatewayRoute[];
  readonly lambda: LambdaHost;
  /** Folder of the dashboard. */
  readonly staticDir?: string;
  readonly proxies?: readonly ProxiedPrefix[];
  readonly log?: Log;
  readonly timers?: Timers;
}

const BODY_LIMIT_BYTES = 10 * 1_048_576; // API Gateway's
const TIMEOUT_MS = 30_000; // API Gateway's hard limit for integrations

/**
 * API Gateway's HTTP API on this machine: routes to functions, the dashboard's files, and some prefixes passed on. Only pages
 * from this machine can use it.
 * @throws Error if the port is taken
 */
export function startGateway(options: GatewayOptions): Promise<Listening> {
  return listen(gatewayListener(options), {
    port: options.port,
    host: options.host,
    purpose: "the page and the API",
    flag: "--port",
  });
}

/** The gateway without a socket, for mounting elsewhere. */
export function gatewayListener(options: Omit<GatewayOptions, "port" | "host">): RequestListener {
  const { lambda, proxies = [], log = silentLog, timers = systemTimers } = options;
  const match = routeMatcher(options.routes);
  const serveFile = options.staticDir === undefined ? undefined : fileServer(options.staticDir);

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const refusal = refuseForeign(request, { anyOrigin: "same" });
    if (refusal !== undefined) return sendJson(response, 403, { message: refusal });
    const url = new URL(`http://localhost${request.url?.startsWith("/") ? request.url : "/"}`);
    const proxy = proxyFor(proxies, url.pathname);
    if (proxy) return passOn(proxy, request, response);
    const found = match(request.method ?? "GET", url.pathname);
    if (found) return callFunction(request, response, url, found);
    if (serveFile && (await serveFile(request, url.pathname, response))) return;
    sendJson(response, 404, { message: "Not Found" });
  };

  const callFunction = async (
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    found: RouteMatch,
  ): Promise<void> => {
    const body = await readBody(request, BODY_LIMIT_BYTES);
    if (!body) {
      response.setHeader("connection", "close");
      return sendJson(response, 413, { message: "Request Entity Too Large" });
    }
    const aborter = new AbortController();
    const cancel = timers.after(TIMEOUT_MS, () => {
      sendJson(response, 504, { message: "Endpoint request timed out" });
      aborter.abort();
    });
    try {
      const event = apiEvent(request, url, found, body, timers.nowMs());
      const result = await lambda.invoke(found.route.functionName, event, { signal: aborter.signal });
      if (!aborter.signal.aborted) sendLambdaAnswer(response, result);
    } finally {
      cancel();
    }
  };

  return (request, response) => {
    for (const [name, value] of Object.entries(pageHeaders)) response.setHeader(name, value);
    handle(request, response).catch((error: unknown) => {
      log("error", "request failed", { method: request.method, path: request.url, reason: String(error) });
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { message: "Internal Server Error" });
    });
  };
}
