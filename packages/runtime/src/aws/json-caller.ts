import { awsEndpoint, jsonOf, signPost } from "@skylane/clouds/aws/json-calls";
import type { Clock } from "@skylane/core";
import { type KeysOf, ownKeys } from "./aws-keys.ts";
import { failureIn } from "./failures.ts";
import { postWithin } from "./post.ts";
import { type Patience, tryAgain } from "./try-again.ts";

/** A service of AWS that speaks JSON 1.0 or 1.1. */
interface JsonService {
  /** As signatures and its address name it. */
  readonly service: string;
  /** The end of `AWS_ENDPOINT_URL_<…>`. */
  readonly variable: string;
  /** What stands before the operation in `X-Amz-Target`. */
  readonly targetPrefix: string;
  readonly contentType: "application/x-amz-json-1.0" | "application/x-amz-json-1.1";
}

/** Whom to call, as whom, and how patiently. */
export interface CallerOptions extends Patience {
  readonly regionId: string;
  /** Absent = where the environment says, else the public address. */
  readonly endpoint?: string | undefined;
  /** Absent = this process's own keys. */
  readonly credentials?: KeysOf | undefined;
  /** For one try. */
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** One call: answers its JSON. @throws AwsFailure, what the connection failed with, and what `credentials` throws */
export type JsonCaller = (operation: string, input: object) => Promise<unknown>;

/** What AWS calls a signature whose date it does not take. */
const CLOCK_DIFFERS = new Set([
  "AuthFailure",
  "InvalidSignatureException",
  "RequestExpired",
  "RequestInTheFuture",
  "RequestTimeTooSkewed",
  "SignatureDoesNotMatch",
]);
/** A signature is good for as long, both ways. */
const SIGNATURE_LIFE_MS = 300_000;

/**
 * Calls a service as the SDK's client would, which weighs fifty times as much: signed, over connections that are kept, and tried again
 * for what may pass. Where this machine's clock is wrong, signatures are dated by the service's from then on.
 */
export function jsonCaller(
  { service, variable, targetPrefix, contentType }: JsonService,
  { regionId, endpoint, credentials = ownKeys(), timeoutMs, clock, ...patience }: CallerOptions,
): JsonCaller {
  const url = endpoint === undefined ? awsEndpoint(service, variable, regionId, process.env) : new URL(endpoint);
  const post = postWithin(timeoutMs);
  let aheadMs = 0;
  const send = async (operation: string, input: object, isCorrected = false): Promise<unknown> => {
    const keys = await credentials();
    const atMs = clock.nowMs() + aheadMs;
    const headers = { "content-type": contentType, "x-amz-target": `${targetPrefix}.${operation}` };
    const request = { url, headers, body: JSON.stringify(input) };
    const answer = await post(url, signPost(request, { keys, regionId, service, atMs }), request.body);
    const said = jsonOf(answer.body);
    if (answer.statusCode === 200 && said !== undefined) return said;
    const failure = failureIn(answer.statusCode, answer.body);
    const serviceMs = Date.parse(answer.headers.date ?? "");
    const isMisdated = CLOCK_DIFFERS.has(failure.name) && Math.abs(serviceMs - atMs) >= SIGNATURE_LIFE_MS;
    if (!isMisdated || isCorrected) throw failure;
    aheadMs = serviceMs - clock.nowMs();
    return send(operation, input, true);
  };
  return (operation, input) => tryAgain(() => send(operation, input), { clock, ...patience });
}
