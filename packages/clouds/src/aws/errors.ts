import type { SkylaneError } from "@skylane/core";
import { cloudError } from "../_shared/errors.ts";

const THROTTLES = new Set([
  "RequestLimitExceeded",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
  "ServiceUnavailable",
  "InternalError",
  "Unavailable",
]);
const DENIALS = new Set([
  "UnauthorizedOperation",
  "AuthFailure",
  "AccessDenied",
  "AccessDeniedException",
  "ExpiredToken",
  "InvalidClientTokenId",
]);

/** Something is still being made, changed or used; the same call may be taken later. */
const BUSY = new Set([
  "IncorrectState",
  "DependencyViolation",
  "PriorRequestNotComplete",
  "ConcurrentModification",
  "HostedZoneNotEmpty",
]);
const REFUSALS = new Set([
  "InvalidParameterValue",
  "InvalidParameterCombination",
  "DuplicateTransitGatewayAttachment",
  "InvalidChangeBatch",
  "ConflictingDomainExists",
]);

/** An AWS SDK error as one of ours: the only place that looks at AWS error names. */
export function fromAwsError(error: unknown, operation: string, regionId: string): SkylaneError {
  const { name, message, status } = describe(error);
  const details = { cloud: "aws", operation, regionId, awsCode: name };
  const text = `AWS ${operation} in ${regionId}: ${name}: ${message}`;
  if (DENIALS.has(name))
    return cloudError(
      "ERR_CLOUD_DENIED",
      `${text}. Grant the permission to the role that Skylane runs as`,
      details,
      error,
    );
  if (name.endsWith(".NotFound") || name.endsWith(".Malformed") || name === "NoSuchHostedZone")
    return cloudError("ERR_CLOUD_NOT_FOUND", `${text}. Check the id in skylane.yaml`, details, error);
  // A missing status means that no answer came at all: refused, reset, timed out.
  if (THROTTLES.has(name) || status === undefined || status >= 500)
    return cloudError("ERR_CLOUD_UNAVAILABLE", text, details, error);
  if (BUSY.has(name)) return cloudError("ERR_RESOURCE_BUSY", text, details, error);
  if (REFUSALS.has(name) || name.endsWith("LimitExceeded"))
    return cloudError("ERR_RESOURCE_REFUSED", text, details, error);
  return cloudError("ERR_CLOUD_ANSWER", text, details, error);
}

function describe(error: unknown): { name: string; message: string; status: number | undefined } {
  if (!(error instanceof Error)) return { name: "", message: String(error), status: undefined };
  const metadata = "$metadata" in error ? (error.$metadata as { httpStatusCode?: number }) : {};
  return { name: error.name, message: error.message, status: metadata.httpStatusCode };
}
