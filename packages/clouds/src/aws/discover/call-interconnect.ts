import { setTimeout as wait } from "node:timers/promises";
import type { DirectConnectClient } from "@aws-sdk/client-direct-connect";
import { jsonFailure, jsonOf } from "../json-answers.ts";
import { signedJson } from "../signed-json.ts";

const SERVICE = "interconnect";
const TIMEOUT_MS = 30_000;

/** An answer that is no success, named as AWS names it. */
export class InterconnectError extends Error {
  readonly $metadata: { readonly httpStatusCode: number };
  constructor(name: string, message: string, httpStatusCode: number) {
    super(message);
    this.name = name;
    this.$metadata = { httpStatusCode };
  }
}

/** Where the API is: as AWS's SDKs are told, else its public address in the Region. */
export function interconnectEndpoint(regionId: string, environment: Readonly<Record<string, string | undefined>>): URL {
  const told = environment.AWS_ENDPOINT_URL_INTERCONNECT || environment.AWS_ENDPOINT_URL;
  return new URL(told || `https://${SERVICE}.${regionId}.api.aws`);
}

/** How a client of the SDK calls: its credentials, its connections, its patience. */
export type HowToCall = Pick<
  DirectConnectClient["config"],
  "credentials" | "region" | "requestHandler" | "retryStrategy" | "sha256"
>;

/**
 * One call of AWS Interconnect, which has no SDK for Node yet: JSON 1.0 over a request signed by the SDK's own signer, sent and
 * retried as the client's other calls are.
 * @throws InterconnectError as AWS words it, or what the connection fails with
 */
export async function callInterconnect(
  how: HowToCall,
  endpoint: URL,
  operation: "ListConnections",
  input: object,
  { abortSignal }: { readonly abortSignal?: AbortSignal } = {},
): Promise<unknown> {
  const retries = (await how.retryStrategy()) as unknown as Retries;
  let token = await retries.acquireInitialRetryToken(SERVICE);
  for (;;)
    try {
      const answer = await send(how, endpoint, operation, input, abortSignal);
      retries.recordSuccess(token);
      return answer;
    } catch (error) {
      const errorType = retryTypeOf(error);
      if (errorType === undefined || abortSignal?.aborted) throw error;
      try {
        token = await retries.refreshRetryTokenForRetry(token, { errorType, error });
      } catch {
        throw error; // no more retries
      }
      await wait(token.getRetryDelay(), undefined, abortSignal && { signal: abortSignal });
    }
}

/** The SDK's own policy; its older form, which its types also allow, none of its clients has. */
interface Retries {
  acquireInitialRetryToken(scope: string): Promise<RetryToken>;
  refreshRetryTokenForRetry(token: RetryToken, reason: { errorType: string; error: unknown }): Promise<RetryToken>;
  recordSuccess(token: RetryToken): void;
}
interface RetryToken {
  getRetryDelay(): number;
}

/** What the SDK calls a failure that may pass; `undefined` = it will not. */
function retryTypeOf(error: unknown): "THROTTLING" | "TRANSIENT" | undefined {
  if (!(error instanceof InterconnectError)) return UNREACHABLE.test(String(codeOf(error))) ? undefined : "TRANSIENT";
  const { httpStatusCode } = error.$metadata;
  if (error.name === "ThrottlingException" || httpStatusCode === 429) return "THROTTLING";
  return httpStatusCode >= 500 && httpStatusCode !== 501 ? "TRANSIENT" : undefined;
}
/** A name that nobody has is not there a second later either. */
const UNREACHABLE = /ENOTFOUND/;
const codeOf = (error: unknown): unknown =>
  typeof error === "object" && error !== null && "code" in error ? error.code : undefined;

async function send(
  how: HowToCall,
  endpoint: URL,
  operation: string,
  input: object,
  abortSignal: AbortSignal | undefined,
): Promise<unknown> {
  const { statusCode, body } = await signedJson(
    how,
    {
      service: SERVICE,
      endpoint,
      target: `Interconnect.${operation}`,
      contentType: "application/x-amz-json-1.0",
      input,
    },
    { requestTimeout: TIMEOUT_MS, ...(abortSignal && { abortSignal }) },
  );
  const answer = jsonOf(body);
  if (statusCode >= 200 && statusCode < 300 && answer !== undefined) return answer;
  throw errorOf(statusCode, answer, body);
}

const MESSAGE_LENGTH = 300;

/** An error in the protocol's form, or whatever else answers there: an endpoint that does not know the service. */
function errorOf(statusCode: number, answer: unknown, body: string): InterconnectError {
  const { name, message = "" } = jsonFailure(answer);
  if (name) return new InterconnectError(name, message, statusCode);
  const isUnknown = statusCode < 300 || statusCode === 404 || statusCode === 405;
  return new InterconnectError(
    isUnknown ? "UnknownOperationException" : `HTTP ${statusCode}`,
    `HTTP ${statusCode} ${body.slice(0, MESSAGE_LENGTH)}`.trim(),
    statusCode,
  );
}
