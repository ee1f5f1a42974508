import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import type { DirectConnectClient } from "@aws-sdk/client-direct-connect";
import { SignatureV4 } from "@smithy/signature-v4";
import * as z from "zod";

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
  const signer = new SignatureV4({
    service: SERVICE,
    region: how.region,
    credentials: how.credentials,
    sha256: how.sha256,
  });
  const request = await signer.sign({
    protocol: endpoint.protocol,
    hostname: endpoint.hostname,
    ...(endpoint.port !== "" && { port: Number(endpoint.port) }),
    method: "POST",
    path: endpoint.pathname,
    query: {},
    headers: {
      host: endpoint.host,
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `Interconnect.${operation}`,
    },
    body: JSON.stringify(input),
  });
  const { response } = await how.requestHandler.handle(request as never, {
    requestTimeout: TIMEOUT_MS,
    ...(abortSignal && { abortSignal }),
  });
  const body = await text(response.body);
  const answer = jsonOf(body);
  if (response.statusCode >= 200 && response.statusCode < 300 && answer !== undefined) return answer;
  throw errorOf(response.statusCode, answer, body);
}

const Failure = z.object({
  __type: z.string().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
  Message: z.string().optional().catch(undefined),
});

const MESSAGE_LENGTH = 300;

/** An error in the protocol's form, or whatever else answers there: an endpoint that does not know the service. */
function errorOf(statusCode: number, answer: unknown, body: string): InterconnectError {
  const { __type: type, message, Message } = Failure.safeParse(answer).data ?? {};
  // `namespace#Name`
  const name = type?.split("#").at(-1);
  if (name) return new InterconnectError(name, message ?? Message ?? "", statusCode);
  const isUnknown = statusCode < 300 || statusCode === 404 || statusCode === 405;
  return new InterconnectError(
    isUnknown ? "UnknownOperationException" : `HTTP ${statusCode}`,
    `HTTP ${statusCode} ${body.slice(0, MESSAGE_LENGTH)}`.trim(),
    statusCode,
  );
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
