import common from "oci-common";

/** How often a call is tried, and how long it waits in between. */
export interface Patience {
  readonly maxAttempts: number;
  /** Where no answer comes at all. */
  readonly maxUnanswered: number;
  readonly firstWaitMs: number;
  readonly maxWaitMs: number;
  /** An attempt that has no answer by then has failed. */
  readonly attemptTimeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

export const DEFAULT_PATIENCE: Patience = {
  maxAttempts: 8,
  maxUnanswered: 3,
  firstWaitMs: 200,
  maxWaitMs: 20_000,
  attemptTimeoutMs: 30_000,
};

type HttpClient = Pick<InstanceType<typeof common.FetchHttpClient>, "send">;
type HttpRequest = Parameters<HttpClient["send"]>[0];
type Signer = ConstructorParameters<typeof common.FetchHttpClient>[0];

/**
 * Sends calls of Oracle's SDK, and tries again what was throttled, what the server failed at and what did not get through.
 * The SDK's own retry does not know Retry-After, cannot be stopped, and writes every failure to the console; here a failure
 * shows when the answer is read, which the SDK passes on in silence: its body, or its headers where it has none.
 */
export const patientHttp = (signer: Signer, patience: Patience): HttpClient => ({
  send: (request, forceExcludeBody) => sendPatiently(signer, patience, request, forceExcludeBody).catch(failing),
});

/** One call that is signed and tried again as above. @throws what the last try came to */
export async function sendPatiently(
  signer: Signer,
  patience: Patience,
  request: HttpRequest,
  forceExcludeBody?: boolean,
): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await attemptOnce(signer, request, forceExcludeBody, patience);
    if (outcome instanceof Response && outcome.ok) return outcome;
    const most = outcome instanceof Error ? patience.maxUnanswered : patience.maxAttempts;
    const isLast = attempt >= most || patience.signal?.aborted === true;
    if (isLast || !isWorthTrying(outcome)) throw await errorOf(outcome, request);
    await wait(waitMsOf(outcome, attempt, patience), patience.signal);
    request.headers.delete("authorization");
    request.headers.set("x-date", new Date().toUTCString()); // signed, and good for five minutes only
  }
}

async function attemptOnce(
  signer: Signer,
  request: HttpRequest,
  forceExcludeBody: boolean | undefined,
  { attemptTimeoutMs, signal }: Patience,
): Promise<Response | Error> {
  const timeout = AbortSignal.timeout(attemptTimeoutMs);
  const options = { signal: signal ? AbortSignal.any([signal, timeout]) : timeout };
  try {
    return await new common.FetchHttpClient(signer, null, options).send(request, forceExcludeBody);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

const isWorthTrying = (outcome: Response | Error): boolean =>
  outcome instanceof Error || outcome.status === 429 || outcome.status >= 500;

/** As long as the server says, else twice as long each time; spread, so that calls do not come back together. */
function waitMsOf(outcome: Response | Error, attempt: number, { firstWaitMs, maxWaitMs }: Patience): number {
  const told = outcome instanceof Response ? Number(outcome.headers.get("retry-after") ?? Number.NaN) : Number.NaN;
  const backoffMs = firstWaitMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
  const leastMs = Number.isFinite(told) && told > 0 ? told * 1_000 : 0;
  return Math.min(maxWaitMs, Math.max(leastMs, backoffMs));
}

/** Ends early, without an error, when there is no more reason to wait. */
function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener("abort", done);
    if (signal?.aborted) done();
  });
}

async function errorOf(outcome: Response | Error, { method, uri }: HttpRequest): Promise<Error> {
  if (outcome instanceof Error) return outcome;
  const body: unknown = await outcome.json().catch(() => undefined);
  const { code, message } = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  return new common.OciError(
    outcome.status,
    typeof code === "string" ? code : "unknown",
    typeof message === "string" ? message : `HTTP ${outcome.status}`,
    outcome.headers.get("opc-request-id") ?? "",
    "",
    "",
    "",
    `${method} ${uri}`,
    "",
  );
}

const failing = (error: Error): Response =>
  Object.defineProperties(new Response(null, { status: 200 }), {
    json: { value: () => Promise.reject(error) },
    headers: {
      get() {
        throw error;
      },
    },
  });
