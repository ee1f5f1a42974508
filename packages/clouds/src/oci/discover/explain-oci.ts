import type { CallScope, Explained } from "../../_shared/scan.ts";
import { OciConfigError } from "./connect-oci.ts";

const MESSAGE_LENGTH = 500;
const SIGN_IN =
  "run `oci setup config`, or set OCI_CONFIG_FILE and OCI_CONFIG_PROFILE to a configuration file and profile";

/** What a policy must allow for each call. */
const PERMISSIONS: Readonly<Record<string, string>> = {
  ListRegionSubscriptions: "inspect tenancies",
  ListCompartments: "inspect compartments",
  ListVnicAttachments: "inspect vnic-attachments",
};

/** Words for a gap, from what Oracle's SDK throws. */
export function explainOci(error: unknown, { operation }: CallScope): Explained {
  const { statusCode, serviceCode, name, message: words } = partsOf(error);
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

/** Failures of the network have a cause with a code, as `ECONNREFUSED`, or are told in these words. */
const isOfTheWire = (error: unknown): boolean =>
  error instanceof TypeError &&
  (error.message === "fetch failed" || typeof (error.cause as { code?: unknown } | undefined)?.code === "string");

function partsOf(error: unknown): {
  readonly statusCode: number | undefined;
  readonly serviceCode: string | undefined;
  readonly name: string;
  readonly message: string;
} {
  const { statusCode, serviceCode, name, message } = (
    typeof error === "object" && error !== null ? error : {}
  ) as Record<string, unknown>;
  return {
    statusCode: typeof statusCode === "number" ? statusCode : undefined,
    serviceCode: typeof serviceCode === "string" ? serviceCode : undefined,
    name: typeof name === "string" ? name : "",
    message: typeof message === "string" ? message : String(error),
  };
}
