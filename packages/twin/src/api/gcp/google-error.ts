import type { RestAnswer } from "../rest-api.ts";

/** An error as Google's APIs word it: `errors[].reason` is what clients decide by, `status` what newer ones do. */
export function googleError(
  code: number,
  status: string,
  reason: string,
  message: string,
  { domain = "global", headers }: { domain?: string; headers?: Readonly<Record<string, string>> } = {},
): RestAnswer {
  return {
    statusCode: code,
    ...(headers && { headers }),
    body: { error: { code, message, errors: [{ message, domain, reason }], status } },
  };
}

export const notFound = (what: string): RestAnswer =>
  googleError(404, "NOT_FOUND", "notFound", `The resource '${what}' was not found`);

export const invalid = (message: string): RestAnswer => googleError(400, "INVALID_ARGUMENT", "invalid", message);

export const denied = (permission: string, resource: string): RestAnswer =>
  googleError(403, "PERMISSION_DENIED", "forbidden", `Required '${permission}' permission for '${resource}'`);

/** Too many calls in this minute. */
export const throttled = (): RestAnswer =>
  googleError(
    429,
    "RESOURCE_EXHAUSTED",
    "rateLimitExceeded",
    "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute' of service 'compute.googleapis.com'.",
    { domain: "usageLimits", headers: { "retry-after": "1" } },
  );

/** What is wrong with the caller's token; `undefined` = nothing. The token `expired` is one that has run out. */
export function unauthenticated(authorization: string | undefined): RestAnswer | undefined {
  const token = /^Bearer (.+)$/.exec(authorization ?? "")?.[1];
  if (token !== undefined && token !== "expired") return undefined;
  return token === undefined
    ? googleError(401, "UNAUTHENTICATED", "required", "Request is missing required authentication credential.")
    : googleError(401, "UNAUTHENTICATED", "authError", "Request had invalid authentication credentials.");
}
