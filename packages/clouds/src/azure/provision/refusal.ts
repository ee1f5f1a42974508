import type { SkylaneError } from "@skylane/core";
import { cloudError } from "../../_shared/errors.ts";
import { azureStatus, fromAzureError } from "../steer/from-azure-error.ts";

/** An Azure SDK error as one of ours: a lock that another operation holds is worth a second try, a body that Azure refuses is not. */
export function refusal(error: unknown, action: string, resourceId: string): SkylaneError {
  const known = fromAzureError(error, action, resourceId);
  const status = azureStatus(error);
  if (status === 409 && known.name === "ERR_CLOUD_UNAVAILABLE")
    return cloudError("ERR_RESOURCE_BUSY", known.message, known.details);
  if (status === 400) return cloudError("ERR_RESOURCE_REFUSED", known.message, known.details);
  return known;
}
