import type { CallScope, Explained } from "../../_shared/scan.ts";

const MESSAGE_LENGTH = 500;
const SIGN_IN =
  "set AWS_PROFILE to a profile that works (`aws sts get-caller-identity` shows it); with single sign-on run `aws sso login`; or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";

const EXPIRED = new Set([
  "ExpiredToken",
  "ExpiredTokenException",
  "RequestExpired",
  "CredentialsProviderError",
  "TokenProviderError",
  "SignatureDoesNotMatch",
  "InvalidSignatureException",
  "IncompleteSignature",
  "MissingAuthenticationToken",
  "MissingAuthenticationTokenException",
]);
/** Of keys that AWS does not know: none at all, or none in a Region that the account has not turned on. */
const UNKNOWN_KEYS = new Set([
  "AuthFailure",
  "InvalidClientTokenId",
  "UnrecognizedClientException",
  "InvalidAccessKeyId",
]);
const DENIED = new Set([
  "UnauthorizedOperation",
  "AccessDenied",
  "AccessDeniedException",
  "UnauthorizedException",
  "NotAuthorized",
]);
const THROTTLED = new Set([
  "RequestLimitExceeded",
  "Throttling",
  "ThrottlingException",
  "ThrottledException",
  "TooManyRequestsException",
  "RequestThrottled",
  "RequestThrottledException",
  "SlowDown",
  "LimitExceededException",
  "BandwidthLimitExceeded",
]);
const NOT_OFFERED = new Set([
  "OptInRequired",
  "SubscriptionRequiredException",
  "UnsupportedOperation",
  "UnsupportedOperationException",
  "InvalidAction",
  "UnknownOperation",
  "UnknownOperationException",
  "NotImplemented",
  "NotImplementedException",
]);
const TIMED_OUT = new Set(["TimeoutError", "RequestTimeout", "RequestTimeoutException", "AbortError", "ETIMEDOUT"]);

/** Words for a gap, from what AWS's SDK throws. */
export function explainAws(error: unknown, scope: CallScope): Explained {
  const { name, text, status } = describe(error);
  const message = (text.includes(name) ? text : `${name}: ${text}`).slice(0, MESSAGE_LENGTH);
  const permission = scope.operation;
  const isInterconnect = permission.startsWith("interconnect:");
  if (EXPIRED.has(name) || (UNKNOWN_KEYS.has(name) && permission.startsWith("sts:")))
    return { reason: "credentials", message, todo: SIGN_IN };
  // whose the credentials are was asked before: where they are not known, the Region is not turned on
  if (UNKNOWN_KEYS.has(name))
    return {
      reason: "not-enabled",
      message,
      todo: `turn on the Region if it is in use (\`aws account enable-region --region-name ${scope.regionId}\`), or leave it out of the accounts' regions`,
    };
  if (name === "WrongAccountError")
    return {
      reason: "credentials",
      message,
      todo: `name a role of account ${scope.accountId} as readRoleArn in clouds.aws.accounts, or set AWS_PROFILE to a profile of it`,
    };
  // an account that the service is not open to is denied without a word
  if (isInterconnect && DENIED.has(name) && text.trim() === "")
    return {
      reason: "not-enabled",
      message,
      todo: "nothing if AWS Interconnect is not in use; else allow interconnect:ListConnections, as in the read policy for AWS",
    };
  if (DENIED.has(name)) return { reason: "denied", permission, message, todo: todoWhenDenied(scope) };
  if (THROTTLED.has(name) || status === 429)
    return { reason: "throttled", message, todo: "look again later, or at fewer Regions at once" };
  if (TIMED_OUT.has(name)) return { reason: "timeout", message, todo: "look again with more time" };
  if (NOT_OFFERED.has(name) || status === 501 || (isInterconnect && NO_SUCH_HOST.test(`${name} ${text}`)))
    return {
      reason: "not-enabled",
      message,
      todo: `nothing if ${permission.split(":")[0]} is not in use there: this Region or endpoint does not offer it`,
    };
  if (status === 403) return { reason: "denied", permission, message, todo: todoWhenDenied(scope) };
  if (status !== undefined || CONNECTION.test(`${name} ${text}`))
    return {
      reason: "unavailable",
      message,
      todo: "look again later; check that the endpoint can be reached and AWS_ENDPOINT_URL, if it is set",
    };
  return {
    reason: "not-understood",
    message,
    todo: "report this with the log: the AWS adapter met something it does not understand",
  };
}

/** A Region without the service has no name for it. */
const NO_SUCH_HOST = /ENOTFOUND/;
const CONNECTION = /ENOTFOUND|ECONN|EAI_AGAIN|EPIPE|socket|certificate|network/i;

const todoWhenDenied = ({ operation, regionId, accountId }: CallScope): string =>
  operation === "sts:AssumeRole"
    ? `let these credentials assume the role: sts:AssumeRole in their policy, and they in the trust policy of the role in ${accountId}, with the same ExternalId (HubObserverRoleArns and ExternalId of its stack). To look with your own credentials, name the account by --accounts`
    : `allow ${operation}${regionId === "" ? "" : ` in ${regionId}`}, as in the read policy for AWS; where an organization's policy forbids the Region, leave it out of the accounts' regions`;

function describe(error: unknown): { name: string; text: string; status: number | undefined } {
  if (!(error instanceof Error)) return { name: "Error", text: String(error), status: undefined };
  const { $metadata, code, Code } = error as Error & {
    readonly $metadata?: { readonly httpStatusCode?: number };
    readonly code?: unknown;
    readonly Code?: unknown;
  };
  // what is no error of AWS's has its name in `code`, e.g. ECONNREFUSED
  const known = error.name === "Error" ? [Code, code].find((one) => typeof one === "string") : undefined;
  return {
    name: typeof known === "string" ? known : error.name,
    text: error.message,
    status: $metadata?.httpStatusCode,
  };
}
