/**
 * A part of a path as an HTTP API takes it in a route's key: fixed text, or a variable that is the whole part. API Gateway refuses any
 * other with `One or more path parts appear to be invalid`, and names this expression; a colon was not in it when it was seen there, nor is
 * it documented. @see https://github.com/anomalyco/sst/issues/207 (read 2026-11)
 */
const PART = /^(\{[\w.-]+\+?\}|[a-zA-Z0-9._-]+)$/;

/** What stands in a key for a part that cannot: a variable, which fits whatever a request has there. */
const ANY_PART = "{call}";

const partOf = (part: string): string => (PART.test(part) ? part : ANY_PART);

/** Path of a route as its key says it. Where that is another, the function itself refuses what is not its path. */
export const gatewayPath = (path: string): string => `/${path.slice(1).split("/").map(partOf).join("/")}`;

/** Key of a route of the manifest: `POST /v1/intents:bulk` → `POST /v1/{call}`. */
export const routeKeyOf = ({ method, path }: { readonly method: string; readonly path: string }): string =>
  `${method} ${gatewayPath(path)}`;
