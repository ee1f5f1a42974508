import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { PAGE_CONFIG_PATH, type PageSignIn, pageHeaders, pagePolicy, STATUS_PATH, statusPolicy } from "@skylane/core";
import { type Listening, listen } from "../edge/listen.ts";
import { type Log, silentLog } from "../edge/log.ts";
import { refuseForeign } from "../edge/loopback-guard.ts";
import { readBody } from "../edge/read-body.ts";
import type { LambdaHost } from "../lambda/lambda-host.ts";
import type { StoredObject } from "../object-store/create-object-store.ts";
import { systemTimers, type Timers } from "../time.ts";
import { apiEvent } from "./api-event.ts";
import { bearerCheck } from "./api-token.ts";
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
  /** What every request for the API or for what is passed on must bear; files of the page are everybody's. */
  readonly token: string;
  /** Folder of the dashboard. */
  readonly staticDir?: string;
  /** The status page as it was published last; it is everybody's, too. */
  readonly statusPage?: () => StoredObject | undefined;
  readonly proxies?: readonly ProxiedPrefix[];
  readonly log?: Log;
  readonly timers?: Timers;
}

const BODY_LIMIT_BYTES = 10 * 1_048_576; // API Gateway's
const TIMEOUT_MS = 30_000; // API Gateway's hard limit for integrations
const PAGE_CONFIG: PageSignIn = { kind: "local" };
const NO_STATUS =
  "There is no status page: it is written every five minutes, where `status` of skylane.yaml says what it shows.";
const NO_TOKEN = {
  message:
    "Unauthorized: send the token of this start as Authorization: Bearer. `npx skylane address` prints the address of the page with it; instance.json in the data folder holds it.",
};

/**
 * API Gateway's HTTP API on this machine: routes to functions, the dashboard's files, and some prefixes passed on. Whoever bears
 * the token of this start may use it, and no page of the web.
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

/** The page of the bucket, under its own policy. */
function sendStatus(request: IncomingMessage, response: ServerResponse, page: StoredObject | undefined): void {
  const isHead = request.method === "HEAD";
  if (request.method !== "GET" && !isHead) sendJson(response, 405, { message: "Method Not Allowed" });
  else if (!page) sendJson(response, 404, { message: NO_STATUS });
  else {
    response.setHeader("content-security-policy", statusPolicy);
    response.writeHead(200, { "content-type": page.contentType, "cache-control": page.cacheControl });
    response.end(isHead ? undefined : page.body);
  }
}

/** The gateway without a socket, for mounting elsewhere. */
export function gatewayListener(options: Omit<GatewayOptions, "port" | "host">): RequestListener {
  const { lambda, proxies = [], log = silentLog, timers = systemTimers } = options;
  const match = routeMatcher(options.routes);
  const isBorne = bearerCheck(options.token);
  const serveFile = options.staticDir === undefined ? undefined : fileServer(options.staticDir);

  const policy = pagePolicy();

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const refusal = refuseForeign(request, { anyOrigin: "same" });
    if (refusal !== undefined) return sendJson(response, 403, { message: refusal });
    const url = new URL(`http://localhost${request.url?.startsWith("/") ? request.url : "/"}`);
    if (url.pathname === PAGE_CONFIG_PATH) return sendJson(response, 200, PAGE_CONFIG);
    if (url.pathname === STATUS_PATH) return sendStatus(request, response, options.statusPage?.());
    const proxy = proxyFor(proxies, url.pathname);
    const found = proxy ? undefined : match(request.method ?? "GET", url.pathname);
    const isAsked = proxy !== undefined || (found !== undefined && found.route.isSigned !== true);
    if (isAsked && !isBorne(request.headers.authorization)) return refuse(response);
    if (proxy) return passOn(proxy, request, response);
    if (found) return callFunction(request, response, url, found);
    if (serveFile && (await serveFile(request, url.pathname, response))) return;
    sendJson(response, 404, { message: "Not Found" });
  };

  const refuse = (response: ServerResponse): void => {
    response.setHeader("www-authenticate", "Bearer");
    // its body, if there is one, is not read
    response.setHeader("connection", "close");
    sendJson(response, 401, NO_TOKEN);
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
    response.setHeader("content-security-policy", policy);
    handle(request, response).catch((error: unknown) => {
      log("error", "request failed", { method: request.method, path: request.url, reason: String(error) });
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { message: "Internal Server Error" });
    });
  };
}
