import { SkylaneError } from "@skylane/core";
import { failed, notChecked, type Verdict } from "./check.ts";

/** AWS has no operation of this name where it was asked, as on a machine that serves a part of AWS. */
const NOT_SERVED = /^(UnknownOperationException|InvalidAction|UnknownOperation)$/;
const DENIED = /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|NotAuthorized)$/;
const SIGN_IN =
  /^(CredentialsProviderError|ExpiredToken|ExpiredTokenException|UnrecognizedClientException|InvalidClientTokenId)$/;

/** What it means that a question was not answered. */
export function explainFailure(error: unknown): Verdict {
  const cause = rootOf(error);
  const { name, message } = cause;
  if (NOT_SERVED.test(name)) return notChecked("not served where this was asked");
  if (DENIED.test(name))
    return notChecked(
      `these credentials may not look: ${message}`,
      "look with the role of docs/operations/permissions.md",
    );
  if (SIGN_IN.test(name))
    return notChecked(`there are no credentials that count: ${message}`, "aws sso login, then set AWS_PROFILE");
  if (name === "ResourceNotFoundException")
    return failed(`it is not there: ${message}`, "npx sst deploy --stage <stage>");
  return failed(`it does not answer: ${message}`, "see whether the endpoint can be reached from here, then ask again");
}

/** Stores wrap what AWS said, and fetch what the socket said; the innermost error says most. */
function rootOf(error: unknown): Error {
  const isWrapped = error instanceof SkylaneError || (error instanceof TypeError && error.message === "fetch failed");
  if (isWrapped && error.cause instanceof Error) return rootOf(error.cause);
  return error instanceof Error ? error : new Error(String(error));
}
