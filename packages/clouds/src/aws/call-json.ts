import { setTimeout as wait } from "node:timers/promises";
import type { STSClient } from "@aws-sdk/client-sts";
import { jsonFailure, jsonOf } from "./json-answers.ts";
import { type JsonCall, signedJson } from "./signed-json.ts";

const TIMEOUT_MS = 30_000;

/** An answer that is no success, named as AWS names it. */
export class JsonCallError extends Error {
  readonly $metadata: { readonly httpStatusCode: number };
  constructor(name: string, message: string, httpStatusCode: number) {
    super(message);
    this.name = name;
    this.$metadata = { httpStatusCode };
  }
}

/** How a client of the SDK calls: its credentials, its connections, its patience. */
export type HowToCall = Pick<
  STSClient["config"],
  "credentials" | "region" | "requestHandler" | "retryStrategy" | "sha256"
>;

/**
 * One call of a service that has no SDK here: over a request signed by the SDK's own signer, sent and retried as the client's other
 * calls are.
 * @throws JsonCallError as AWS words it, or what the connection fails with
 */
export async function callJson(
  how: HowToCall,
  call: JsonCall,
  { abortSignal }: { readonly abortSignal?: AbortSignal } = {},
): Promise<unknown> {
  const retries = (await how.retryStrategy()) as unknown as Retries;
  let token = await retries.acquireInitialRetryToken(call.service);
  for (;;)
    try {
      const answer = await send(how, call, abortSignal);
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
  if (!(error instanceof JsonCallError)) return UNREACHABLE.test(String(codeOf(error))) ? undefined : "TRANSIENT";
  const { httpStatusCode } = error.$metadata;
  if (error.name === "ThrottlingException" || httpStatusCode === 429) return "THROTTLING";
  return httpStatusCode >= 500 && httpStatusCode !== 501 ? "TRANSIENT" : undefined;
}
/** A name that nobody has is not there a second later either. */
const UNREACHABLE = /ENOTFOUND/;
const codeOf = (error: unknown): unknown =>
  typeof error === "object" && error !== null && "code" in error ? error.code : undefined;

async function send(how: HowToCall, call: JsonCall, abortSignal: AbortSignal | undefined): Promise<unknown> {
  const { statusCode, body } = await signedJson(how, call, {
    requestTimeout: TIMEOUT_MS,
    ...(abortSignal && { abortSignal }),
  });
  const answer = jsonOf(body);
  if (statusCode >= 200 && statusCode < 300 && answer !== undefined) return answer;
  throw errorOf(statusCode, answer, body);
}

const MESSAGE_LENGTH = 300;

/** An error in the protocol's form, or whatever else answers there: an endpoint that does not know the service. */
function errorOf(statusCode: number, answer: unknown, body: string): JsonCallError {
  const { name, message = "" } = jsonFailure(answer);
  if (name) return new JsonCallError(name, message, statusCode);
  const isUnknown = statusCode < 300 || statusCode === 404 || statusCode === 405;
  return new JsonCallError(
    isUnknown ? "UnknownOperationException" : `HTTP ${statusCode}`,
    `HTTP ${statusCode} ${body.slice(0, MESSAGE_LENGTH)}`.trim(),
    statusCode,
  );
}
