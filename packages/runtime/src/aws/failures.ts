import { jsonFailure, jsonOf } from "@skylane/clouds/aws/json-calls";

/** An answer of AWS that is no success, named as AWS names it. */
export class AwsFailure extends Error {
  readonly statusCode: number;
  constructor(name: string, message: string, statusCode: number) {
    super(message);
    this.name = name;
    this.statusCode = statusCode;
  }
}

const MESSAGE_LENGTH = 300;

/** A failure in the JSON protocol's form, or whatever else answers there. */
export function failureIn(statusCode: number, body: string): AwsFailure {
  const { name = `HTTP ${statusCode}`, message = body.slice(0, MESSAGE_LENGTH) } = jsonFailure(jsonOf(body));
  return new AwsFailure(name, message, statusCode);
}

/** Why another try may go better. */
export type RetryReason = "throttled" | "passing";

const THROTTLES = new Set([
  "LimitExceededException",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "SlowDown",
  "ThrottledException",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
]);
/** Said with 400, and yet of no request's making. */
const PASSING = new Set(["IDPCommunicationError", "RequestTimeout", "RequestTimeoutException"]);
const PASSING_STATUS = new Set([500, 502, 503, 504]);
/** No answer came, or not all of it. */
const UNANSWERED = /^(ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;

/**
 * Whether another try may go better, by what the SDK goes by; `undefined` = it will not.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html (read 2026-11)
 */
export function retryReason(error: unknown): RetryReason | undefined {
  if (!(error instanceof Error)) return undefined;
  if (!(error instanceof AwsFailure))
    return "code" in error && UNANSWERED.test(String(error.code)) ? "passing" : undefined;
  if (error.statusCode === 429 || THROTTLES.has(error.name)) return "throttled";
  return PASSING_STATUS.has(error.statusCode) || PASSING.has(error.name) ? "passing" : undefined;
}
