import { isRestError } from "@azure/core-rest-pipeline";
import { explainIdentity } from "../../_shared/identity/identity-failure.ts";
import type { CallScope, Explained } from "../../_shared/scan.ts";

const MESSAGE_LENGTH = 500;
const SIGN_IN =
  "run `az login`; or set AZURE_ACCESS_TOKEN to what `az account get-access-token --query accessToken -o tsv` prints; or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET";

/** Words for a gap, from what Azure's SDKs throw. */
export function explainAzure(error: unknown, { operation }: CallScope): Explained {
  const unknownIdentity = explainIdentity(error);
  if (unknownIdentity) return unknownIdentity;
  const message = (error instanceof Error ? error.message : String(error)).slice(0, MESSAGE_LENGTH);
  if (error instanceof Error && /SignInError|AuthenticationError|CredentialUnavailable/.test(error.name))
    return { reason: "credentials", message, todo: SIGN_IN };
  if (error instanceof Error && error.name === "AbortError")
    return { reason: "timeout", message, todo: "look again with more time" };
  if (!isRestError(error))
    return {
      reason: "not-understood",
      message,
      todo: "report this with the log: the Azure adapter met something it does not understand",
    };
  const permission = operation.split(" ")[0] ?? operation;
  const told = error.code && !message.includes(error.code) ? `${error.code}: ${message}` : message;
  switch (error.statusCode) {
    case 401:
      return { reason: "credentials", message: told, todo: SIGN_IN };
    case 403:
      return {
        reason: "denied",
        permission,
        message: told,
        todo: `let the role of these credentials do ${permission} there, as in the read policy for Azure`,
      };
    case 404:
      return {
        reason: error.code === "SubscriptionNotFound" ? "denied" : "unavailable",
        message: told,
        todo:
          error.code === "SubscriptionNotFound"
            ? "check the subscription's id in clouds.azure.accounts, and that these credentials are of its tenant"
            : "look again: it was removed while it was read, or this cloud does not offer it",
      };
    case 408:
      return { reason: "timeout", message: told, todo: "look again later" };
    case 409:
      return error.code === "MissingSubscriptionRegistration"
        ? { reason: "not-enabled", message: told, todo: "run `az provider register --namespace Microsoft.Network`" }
        : { reason: "unavailable", message: told, todo: "look again later: another operation runs on this resource" };
    case 429:
      return { reason: "throttled", message: told, todo: "look again later, or with fewer calls at once" };
    default:
      return { reason: "unavailable", message: told, todo: "look again later; check that the endpoint can be reached" };
  }
}
