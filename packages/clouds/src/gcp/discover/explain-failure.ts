import * as z from "zod";
import { explainIdentity } from "../../_shared/identity/identity-failure.ts";
import type { CallScope, Explained } from "../../_shared/scan.ts";

/** What a failed call of Google's SDK holds; anything of it may be absent. */
const Failure = z.object({
  message: z.string().default("").catch(""),
  code: z.union([z.string(), z.number()]).optional().catch(undefined),
  name: z.string().optional().catch(undefined),
  response: z
    .object({
      status: z.number().optional().catch(undefined),
      data: z
        .object({
          error: z.union([
            z.string(),
            z.object({
              message: z.string().optional().catch(undefined),
              errors: z
                .array(z.object({ reason: z.string().optional() }))
                .optional()
                .catch(undefined),
              details: z
                .array(z.object({ reason: z.string().optional() }))
                .optional()
                .catch(undefined),
            }),
          ]),
        })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
});

const THROTTLES = new Set(["rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "RATE_LIMIT_EXCEEDED"]);
const NOT_ENABLED = new Set(["accessNotConfigured", "SERVICE_DISABLED"]);
const TIMEOUTS = new Set(["ETIMEDOUT", "TimeoutError", "AbortError", "ECONNABORTED"]);
const MAX_MESSAGE = 500;

interface Facts {
  readonly status: number | undefined;
  readonly reasons: readonly string[];
  readonly message: string;
  /** Code and name of the error itself, where no answer came. */
  readonly codes: readonly string[];
}

/** Status, reasons and text of a failure of Google's SDK. */
export function factsOf(failure: unknown): Facts {
  const { data } = Failure.safeParse(failure);
  const error = data?.response?.data?.error;
  const told = typeof error === "string" ? error : error?.message;
  const reasons = typeof error === "object" ? [...(error.errors ?? []), ...(error.details ?? [])] : [];
  return {
    status: data?.response?.status,
    reasons: reasons.flatMap(({ reason }) => reason ?? []),
    message: (told ?? data?.message ?? String(failure)).slice(0, MAX_MESSAGE),
    codes: [data?.code, data?.name].flatMap((one) => (one === undefined ? [] : [String(one)])),
  };
}

/** True for "too many calls", which Google says with 429, and in older APIs with 403. */
export const isThrottle = ({ status, reasons }: Facts): boolean =>
  status === 429 || (status === 403 && reasons.some((reason) => THROTTLES.has(reason)));

export const LOG_IN =
  "log in with `gcloud auth application-default login`, or set GOOGLE_OAUTH_ACCESS_TOKEN or GOOGLE_APPLICATION_CREDENTIALS";

/** Raised where no usable credentials are found before any call is made. */
export class CredentialsError extends Error {
  override readonly name = "CredentialsError";
}

/** A failure in the words of a gap: the only place that looks at Google's error codes. */
export function explainFailure(failure: unknown, { accountId, regionId, operation }: CallScope): Explained {
  const unknownIdentity = explainIdentity(failure);
  if (unknownIdentity) return unknownIdentity;
  const facts = factsOf(failure);
  const { status, message, codes } = facts;
  const where = `project ${accountId}${regionId === "" ? "" : `, ${regionId}`}`;
  if (failure instanceof CredentialsError || status === 401 || message === "invalid_grant")
    return { reason: "credentials", message: `Google Cloud does not accept the credentials: ${message}`, todo: LOG_IN };
  if (isThrottle(facts))
    return {
      reason: "throttled",
      message: `${operation} in ${where}: ${message}`,
      todo: "look again later, or lower the concurrency; a higher quota is asked for at IAM & Admin, Quotas",
    };
  if (facts.reasons.some((reason) => NOT_ENABLED.has(reason)))
    return {
      reason: "not-enabled",
      message: `${operation} in ${where}: ${message}`,
      todo: `switch the API on: gcloud services enable ${operation.split(".")[0]}.googleapis.com --project ${accountId}`,
    };
  if (status === 403) {
    const permission = /'([a-z]+\.[\w.]+)' permission/i.exec(message)?.[1] ?? permissionOf(operation);
    return {
      reason: "denied",
      permission,
      message: `${operation} in ${where}: ${message}`,
      todo: `grant ${permission} on ${where} to whoever Skylane runs as; the role it needs is printed by the read policy`,
    };
  }
  if (status === 404)
    return {
      reason: "denied",
      message: `${operation} in ${where}: ${message}`,
      todo: `check that project ${accountId} exists and that the credentials may see it`,
    };
  if (codes.some((code) => TIMEOUTS.has(code)))
    return { reason: "timeout", message: `${operation} in ${where} took too long: ${message}`, todo: "look again" };
  if (status !== undefined ? status >= 500 : codes.some((code) => /^E[A-Z]+$/.test(code)))
    return {
      reason: "unavailable",
      message: `${operation} in ${where}: ${message}`,
      todo: "look again; if it stays, see https://status.cloud.google.com and the way there: proxy, firewall, endpoint",
    };
  return {
    reason: "not-understood",
    message: `${operation} in ${where}: ${message}`,
    todo: "report this with the log: the Google Cloud adapter met an answer it does not understand",
  };
}

/** `compute.routers.aggregatedList` needs `compute.routers.list`; reads of one object need `get`. */
const permissionOf = (operation: string): string =>
  operation
    .replace(/^sqladmin\./, "cloudsql.")
    .replace(/\.aggregatedList$/, ".list")
    .replace(/\.getRouterStatus$/, ".get");
