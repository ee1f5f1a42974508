import type { ZodError } from "zod";
import type { RestAnswer } from "../rest-api.ts";

/** An object as Azure Resource Manager shows it. */
export interface ArmResource {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly location?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly etag?: string;
  readonly sku?: Readonly<Record<string, unknown>>;
  readonly zones?: readonly string[];
  readonly properties: Readonly<Record<string, unknown>>;
}

export const armOk = (body: unknown): RestAnswer => ({ statusCode: 200, body });

/** An error in Resource Manager's own shape. */
export const armError = (
  statusCode: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): RestAnswer => ({
  statusCode,
  headers,
  body: { error: { code, message } },
});

/** What is said of a body that is not of the form it should have: its first fault. */
export function unparsable({ issues: [issue] }: ZodError): RestAnswer {
  return armError(400, "InvalidRequestFormat", `Cannot parse the request: ${issue?.path.join(".")}: ${issue?.message}`);
}

/** What a caller without the permission is told. */
export const forbidden = (action: string, scope: string): RestAnswer =>
  armError(
    403,
    "AuthorizationFailed",
    `The client 'skylane-reader' with object id '00000000-0000-0000-0000-000000000001' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  );

export const throttled = (): RestAnswer =>
  armError(
    429,
    "TooManyRequests",
    "The request is being throttled as the limit has been reached for operation type - Read. For more information, see - https://aka.ms/srpthrottlinglimits",
    { "retry-after": "1" },
  );

const PAGE_SIZE = 100;

/** One page of a list; the rest is behind `nextLink`, which begins with where this API is reached. */
export function armPage(all: readonly unknown[], { origin, path, query }: PageRequest): RestAnswer {
  const skip = Number(query.get("$skiptoken") ?? 0);
  if (!Number.isInteger(skip) || skip < 0)
    return armError(400, "InvalidSkipToken", "The $skiptoken of the request is not one of this list.");
  const next = new URLSearchParams(query);
  next.set("$skiptoken", String(skip + PAGE_SIZE));
  return armOk({
    value: all.slice(skip, skip + PAGE_SIZE),
    ...(skip + PAGE_SIZE < all.length && { nextLink: `${origin}${path}?${next}` }),
  });
}

interface PageRequest {
  readonly origin: string;
  readonly path: string;
  readonly query: URLSearchParams;
}
