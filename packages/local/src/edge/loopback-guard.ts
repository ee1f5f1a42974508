import type { IncomingMessage } from "node:http";

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * Why a request must not be answered, or `undefined` if it may be. A page of the web reaches this machine in two ways: by a
 * name that was made to resolve to it (the Host header then holds that name), and by a form or fetch of another origin.
 */
export function refuseForeign(
  request: IncomingMessage,
  { anyOrigin }: { readonly anyOrigin: "refused" | "same" },
): string | undefined {
  const { host = "", origin } = request.headers;
  if (!LOOPBACK.has(host.replace(/:\d+$/, "").toLowerCase()))
    return `Host ${host || "(none)"} is not this machine: use 127.0.0.1 or localhost.`;
  if (origin === undefined) return undefined;
  // Tools and SDKs send no Origin at all: a door that is only for them refuses every page.
  if (anyOrigin === "refused") return `Requests from web pages (Origin ${origin}) are not answered here.`;
  const isRead = request.method === "GET" || request.method === "HEAD";
  return isRead || origin === `http://${host}` ? undefined : `Origin ${origin} may not change anything here.`;
}
