import type { SkylaneError } from "@skylane/core";
import { cloudError } from "../../_shared/errors.ts";
import { identityError } from "../../_shared/identity/identity-failure.ts";
import { CredentialsError, factsOf, isThrottle, LOG_IN } from "../discover/explain-failure.ts";

/** An object that another operation is changing: Google says 400 for it, and it passes. */
const NOT_READY = new Set(["resourceNotReady", "RESOURCE_NOT_READY"]);
/** What somebody else refers to, so that it cannot be taken away. */
const IN_USE = new Set(["resourceInUseByAnotherResource", "RESOURCE_IN_USE_BY_ANOTHER_RESOURCE"]);

/** True where the same object is being changed by another operation right now. */
export const isNotReady = (failure: unknown): boolean =>
  factsOf(failure).reasons.some((reason) => NOT_READY.has(reason));

/** True where Google answered, if only to refuse. */
export const isAnswered = (failure: unknown): boolean => factsOf(failure).status !== undefined;

/** True where what was asked for does not exist. */
export const isNotFound = (failure: unknown): boolean => factsOf(failure).status === 404;

/** A failure of Google's SDK as one of ours: the only place of steering that looks at Google's codes. */
export function fromGoogleError(failure: unknown, operation: string, where: string): SkylaneError {
  const unknownIdentity = identityError(failure);
  if (unknownIdentity) return unknownIdentity;
  const facts = factsOf(failure);
  const { status, message, reasons } = facts;
  const details = { cloud: "gcp", operation, where, googleReason: reasons[0] ?? "", status: status ?? 0 };
  const text = `Google Cloud ${operation} on ${where}: ${message}`;
  if (failure instanceof CredentialsError)
    return cloudError("ERR_CLOUD_DENIED", `${text}. ${LOG_IN}`, details, failure);
  if (isThrottle(facts) || isNotReady(failure)) return cloudError("ERR_CLOUD_UNAVAILABLE", text, details, failure);
  if (status === 401 || status === 403)
    return cloudError(
      "ERR_CLOUD_DENIED",
      `${text}. Grant the permission to whoever Skylane runs as; the role it needs is printed by the steering policy`,
      details,
      failure,
    );
  if (status === 404)
    return cloudError("ERR_CLOUD_NOT_FOUND", `${text}. Check the names in skylane.yaml`, details, failure);
  if (status === 409 || status === 412 || reasons.some((reason) => IN_USE.has(reason)))
    return cloudError("ERR_CLOUD_CONFLICT", `${text}. Look at it by hand`, details, failure);
  // A missing status means that no answer came at all: refused, reset, timed out.
  if (status === undefined || status === 408 || status >= 500)
    return cloudError("ERR_CLOUD_UNAVAILABLE", text, details, failure);
  return cloudError("ERR_CLOUD_ANSWER", text, details, failure);
}
