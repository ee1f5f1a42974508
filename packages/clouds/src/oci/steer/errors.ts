import { SkylaneError } from "@skylane/core";
import { cloudError } from "../../_shared/errors.ts";
import { factsOf, isOfTheWire, OciConfigError, SIGN_IN } from "../discover/oci-failure.ts";

/** True where a write named a version that is no longer the one there is. */
export const isStale = (error: unknown): boolean => error instanceof SkylaneError && error.details.status === 412;

/** A failure of Oracle's SDK as one of ours: the only place of steering that looks at Oracle's statuses. */
export function fromOciError(error: unknown, operation: string, ocid: string): SkylaneError {
  const { statusCode: status, serviceCode = "", name, message } = factsOf(error);
  const details = { cloud: "oci", operation, ocid, ociCode: serviceCode, status: status ?? 0 };
  const text = `Oracle Cloud ${operation} on ${ocid}: ${serviceCode === "" ? "" : `${serviceCode}: `}${message}`;
  if (error instanceof OciConfigError || status === 401)
    return cloudError("ERR_CLOUD_DENIED", `${text}. ${SIGN_IN}`, details, error);
  if (status === 403)
    return cloudError("ERR_CLOUD_DENIED", `${text}. The steering policy prints what it needs`, details, error);
  if (status === 404)
    return cloudError(
      "ERR_CLOUD_NOT_FOUND",
      `${text}. Check the OCID in skylane.yaml, and that the steering policy is granted: Oracle does not tell apart what is absent and what may not be seen`,
      details,
      error,
    );
  if (status === 412)
    return cloudError("ERR_CLOUD_CONFLICT", `${text}. Somebody changes it at the same moment`, details, error);
  // No status: no answer came at all. 409: it is being changed, and that passes; or what was to be added is there.
  const isUnanswered = isOfTheWire(error) || name === "AbortError" || name === "TimeoutError";
  if (isUnanswered || (status !== undefined && ([408, 409, 429].includes(status) || status >= 500)))
    return cloudError("ERR_CLOUD_UNAVAILABLE", text, details, error);
  return cloudError("ERR_CLOUD_ANSWER", text, details, error);
}
