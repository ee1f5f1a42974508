import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { sendJson } from "./lambda-answer.ts";

/** Requests whose path begins with `prefix` are passed on to `targetUrl` with their whole path. */
export interface ProxiedPrefix {
  readonly prefix: string;
  readonly targetUrl: string;
}

// These belong to one connection, not to the message (RFC 9110 §7.6.1).
const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "proxy-authorization",
  // the token is for this door, and nobody behind it needs to know it
  "authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** The proxy for a path, if there is one. */
export const proxyFor = (proxies: readonly ProxiedPrefix[], pathname: string): ProxiedPrefix | undefined =>
  proxies.find(({ prefix }) => pathname === prefix || pathname.startsWith(`${prefix.replace(/\/$/, "")}/`));

/** Passes a request on and streams the answer back as it comes; 502 if the other side does not answer. */
export function passOn({ targetUrl }: ProxiedPrefix, incoming: IncomingMessage, response: ServerResponse): void {
  const target = new URL(targetUrl);
  const outgoing = httpRequest(
    {
      host: target.hostname,
      port: target.port,
      method: incoming.method,
      path: target.pathname.replace(/\/$/, "") + (incoming.url ?? "/"),
      headers: { ...withoutHops(incoming.headers), host: target.host },
    },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, withoutHops(answer.headers));
      response.flushHeaders(); // an event stream may have nothing to say for long
      answer.pipe(response);
      answer.once("error", () => response.destroy());
    },
  );
  outgoing.once("error", () => {
    if (response.headersSent) response.destroy();
    else sendJson(response, 502, { message: "Bad Gateway" });
  });
  response.once("close", () => outgoing.destroy()); // the browser went away: so does the stream behind it
  incoming.pipe(outgoing);
}

const withoutHops = <Value>(headers: Readonly<Record<string, Value>>): Record<string, Value> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)));
