import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { LOCAL_OPERATOR_ID } from "@skylane/core";
import type { RouteMatch } from "./match-route.ts";

const API_ID = "local";
const ACCOUNT_ID = "000000000000";
// What API Gateway hands on as text; everything else, forms and what is compressed included, arrives in base64.
const TEXT_TYPE = /^(text\/|application\/(json|xml|javascript)\b|application\/[\w.-]+\+(json|xml)\b)/i;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The event of payload format 2.0 that API Gateway's HTTP API sends to a function. */
export function apiEvent(
  request: IncomingMessage,
  url: URL,
  { route, parameters }: RouteMatch,
  body: Buffer,
  nowMs: number,
): Readonly<Record<string, unknown>> {
  // a token that functions do not need, they do not get
  const { cookie, authorization: _, ...headers } = flatHeaders(request);
  const query = new Map<string, string>();
  for (const [name, value] of url.searchParams)
    query.set(name, query.has(name) ? `${query.get(name)},${value}` : value);
  const isText =
    request.headers["content-encoding"] === undefined &&
    TEXT_TYPE.test(request.headers["content-type"] ?? "text/plain");
  const routeKey = `${route.method} ${route.path}`;
  const domainName = request.headers.host ?? "localhost";
  return {
    version: "2.0",
    routeKey,
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    ...(cookie !== undefined && { cookies: cookie.split("; ") }),
    headers,
    ...(query.size > 0 && { queryStringParameters: Object.fromEntries(query) }),
    ...(Object.keys(parameters).length > 0 && { pathParameters: parameters }),
    requestContext: {
      accountId: ACCOUNT_ID,
      apiId: API_ID,
      authorizer: { jwt: { claims: claimsOf(request), scopes: null } },
      domainName,
      domainPrefix: API_ID,
      http: {
        method: request.method,
        path: url.pathname,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? "",
        userAgent: request.headers["user-agent"] ?? "",
      },
      requestId: randomUUID(),
      routeKey,
      stage: "$default",
      time: commonLogTime(nowMs),
      timeEpoch: nowMs,
    },
    ...(body.length > 0 && { body: body.toString(isText ? "utf8" : "base64") }),
    isBase64Encoded: body.length > 0 && !isText,
  };
}

/**
 * In the place of a JWT authorizer: whoever bears the token of this start is the operator of this machine, or says as whom they
 * act. All of the people are theirs to play: the token is the machine's, not a person's.
 */
const claimsOf = ({ headers, socket }: IncomingMessage): Readonly<Record<string, string>> => ({
  iss: `http://${socket.localAddress ?? "localhost"}`,
  sub: String(headers["x-skylane-as"] ?? LOCAL_OPERATOR_ID),
});

/** Names in lower case; values of a repeated header joined by commas. */
function flatHeaders({ headersDistinct }: IncomingMessage): Record<string, string> {
  const joined = Object.entries(headersDistinct).map(([name, values = []]) => [
    name,
    values.join(name === "cookie" ? "; " : ","),
  ]);
  return Object.fromEntries(joined) as Record<string, string>;
}

/** `20/Nov/2026:22:00:00 +0000`. */
function commonLogTime(epochMs: number): string {
  const [date = "", time = ""] = new Date(epochMs).toISOString().split("T");
  const [year, month, day] = date.split("-");
  return `${day}/${MONTHS[Number(month) - 1]}/${year}:${time.slice(0, 8)} +0000`;
}
