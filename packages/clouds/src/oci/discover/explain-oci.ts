import type { CallScope, Explained } from "../../_shared/scan.ts";
import { factsOf, isOfTheWire, OciConfigError, SIGN_IN } from "./oci-failure.ts";

const MESSAGE_LENGTH = 500;

/** What a policy must allow for each call. */
const PERMISSIONS: Readonly<Record<string, string>> = {
  ListRegionSubscriptions: "inspect tenancies",
  ListCompartments: "inspect compartments",
  ListVnicAttachments: "inspect vnic-attachments",
  SummarizeMetricsData: "read metrics",
};

/** Words for a gap, from what Oracle's SDK throws. */
export function explainOci(error: unknown, { operation }: CallScope): Explained {
  const { statusCode, serviceCode, name, message: words } = factsOf(error);
  const message = (serviceCode === undefined ? words : `${serviceCode}: ${words}`).slice(0, MESSAGE_LENGTH);
  if (error instanceof OciConfigError) return { reason: "credentials", message, todo: SIGN_IN };
  if (name === "AbortError" || name === "TimeoutError")
    return { reason: "timeout", message, todo: "look again with more time" };
  switch (statusCode) {
    case undefined:
      return isOfTheWire(error)
        ? { reason: "unavailable", message, todo: "look again later; check that the endpoint can be reached" }
        : {
            reason: "not-understood",
            message,
            todo: "report this with the log: the Oracle Cloud adapter met something it does not understand",
          };
    case 401:
      return { reason: "credentials", message, todo: `${SIGN_IN}; check that the API key is one of the user's` };
    case 403:
    case 404: {
      const permission = PERMISSIONS[operation] ?? "read virtual-network-family";
      return {
        reason: "denied",
        permission,
        message,
        todo: `let the group of these credentials ${permission} there, as in the read policy for Oracle Cloud; Oracle does not tell apart what is absent and what may not be seen`,
      };
    }
    case 408:
      return { reason: "timeout", message, todo: "look again later" };
    case 429:
      return { reason: "throttled", message, todo: "look again later, or with fewer calls at once" };
    default:
      return statusCode >= 500
        ? { reason: "unavailable", message, todo: "look again later" }
        : {
            reason: "not-understood",
            message,
            todo: "report this with the log: Oracle Cloud refused the form of a call",
          };
  }
}
