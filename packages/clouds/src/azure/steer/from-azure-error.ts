import { SkylaneError } from "@skylane/core";
import { cloudError } from "../../_shared/errors.ts";
import { identityError } from "../../_shared/identity/identity-failure.ts";

const SIGN_IN = /SignInError|AuthenticationError|CredentialUnavailable/;

/**
 * An Azure SDK error as one of ours. The SDK's own error is not kept as a cause: it holds the request, and that the
 * authorization key of a circuit.
 */
export function fromAzureError(error: unknown, action: string, resourceId: string): SkylaneError {
  if (error instanceof SkylaneError) return error;
  const unknownIdentity = identityError(error);
  if (unknownIdentity) return unknownIdentity;
  const { name, code, message, statusCode } = describeAzure(error);
  const details = { cloud: "azure", operation: action, resourceId, azureCode: code };
  const text = `Azure ${action} on ${resourceId}: ${code}: ${message}`;
  if (SIGN_IN.test(name) || statusCode === 401)
    return cloudError("ERR_CLOUD_DENIED", `${text}. Give Skylane credentials that can sign in`, details);
  // a lock on the resource is a refusal, although Azure calls it a conflict
  if (statusCode === 403 || code === "ScopeLocked")
    return cloudError("ERR_CLOUD_DENIED", `${text}. Let the role that Skylane runs as do ${action} there`, details);
  if (statusCode === 404) return cloudError("ERR_CLOUD_NOT_FOUND", `${text}. Check the id in skylane.yaml`, details);
  if (statusCode === 412)
    return cloudError(
      "ERR_CLOUD_CONFLICT",
      `${text}. Somebody changed it at the same moment: nothing was written`,
      details,
    );
  // 409: another operation runs on the table or the gateway. No status: no answer came, or the operation failed later.
  if (statusCode === undefined || [408, 409, 429].includes(statusCode) || statusCode >= 500)
    return cloudError("ERR_CLOUD_UNAVAILABLE", text, details);
  return cloudError("ERR_CLOUD_ANSWER", text, details);
}

/** Status of what Azure answered; `undefined` for anything else. */
export const azureStatus = (error: unknown): number | undefined => describeAzure(error).statusCode;

function describeAzure(error: unknown) {
  if (!(error instanceof Error)) return { name: "", code: "", message: String(error), statusCode: undefined };
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  return {
    name: error.name,
    code: typeof code === "string" ? code : error.name,
    message: error.message,
    statusCode: typeof statusCode === "number" ? statusCode : undefined,
  };
}
