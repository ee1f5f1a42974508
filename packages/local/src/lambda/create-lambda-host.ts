import { randomUUID } from "node:crypto";
import type { Log } from "../edge/log.ts";
import type { Timers } from "../time.ts";
import { bareFunctionName } from "./function-name.ts";
import { type LambdaFailure, type LambdaResult, type ListedLambdaHost, THROTTLED } from "./lambda-host.ts";

/** What a handler gets beside the event, with the names of Lambda's own context object. */
export interface LambdaContext {
  readonly awsRequestId: string;
  readonly functionName: string;
  readonly functionVersion: "$LATEST";
  readonly invokedFunctionArn: string;
  /** MB, as text, as on Lambda. */
  readonly memoryLimitInMB: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly callbackWaitsForEmptyEventLoop: boolean;
  getRemainingTimeInMillis(): number;
}

/** A function's handler, as Lambda calls it on Node 24: it answers with a promise. */
export type LambdaHandler = (event: unknown, context: LambdaContext) => Promise<unknown>;

/** One function: where its handler comes from, and its limits. */
export interface HostedFunction {
  /** Called once, at the first invocation; again only if it failed. */
  readonly load: () => Promise<LambdaHandler>;
  readonly timeoutMs: number;
  /** Most invocations at a time: 0 switches the function off, no value means no limit of its own. */
  readonly reservedConcurrency?: number;
  /** Shown to the handler; 512 if not given. */
  readonly memoryMb?: number;
}

export interface LambdaHostOptions {
  readonly functions: Readonly<Record<string, HostedFunction>>;
  readonly timers: Timers;
  readonly log: Log;
  /** For the ARN a handler sees when it is called by its bare name. */
  readonly region?: string;
  readonly accountId?: string;
}

const DEFAULT_MEMORY_MB = 512;
const MAX_STACK_LINES = 10;
const PAYLOAD_LIMIT_BYTES = 6 * 1_048_576; // Lambda's, for synchronous calls in both directions

/** Runs functions in this process. Events and answers cross as JSON, as they do on the wire, and failures in Lambda's own shape. */
export function createLambdaHost(options: LambdaHostOptions): ListedLambdaHost {
  const { timers, log, region = "us-east-1", accountId = "000000000000" } = options;
  const functions = new Map(Object.entries(options.functions));
  const handlers = new Map<string, Promise<LambdaHandler>>();
  const active = new Map<string, number>();

  const handlerOf = (name: string, { load }: HostedFunction): Promise<LambdaHandler> => {
    const known = handlers.get(name);
    if (known) return known;
    const loading = load();
    handlers.set(name, loading);
    loading.catch(() => handlers.delete(name)); // Lambda too initialises anew after a failed start
    return loading;
  };

  const run = async (
    name: string,
    hosted: HostedFunction,
    invokedAs: string,
    payload: unknown,
  ): Promise<LambdaResult> => {
    const event = asJson(payload);
    if (event.bytes > PAYLOAD_LIMIT_BYTES)
      return failure(
        "Lambda.RequestTooLargeException",
        `the event has ${event.bytes} bytes of at most ${PAYLOAD_LIMIT_BYTES}`,
      );
    const deadlineMs = timers.nowMs() + hosted.timeoutMs;
    const handler = await handlerOf(name, hosted);
    const value = await handler(event.value, {
      awsRequestId: randomUUID(),
      functionName: name,
      functionVersion: "$LATEST",
      invokedFunctionArn: invokedAs.startsWith("arn:")
        ? invokedAs
        : `arn:aws:lambda:${region}:${accountId}:function:${name}`,
      memoryLimitInMB: String(hosted.memoryMb ?? DEFAULT_MEMORY_MB),
      logGroupName: `/aws/lambda/${name}`,
      logStreamName: "local",
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, deadlineMs - timers.nowMs()),
    });
    const answer = asJson(value);
    return answer.bytes > PAYLOAD_LIMIT_BYTES
      ? failure(
          "Function.ResponseSizeTooLarge",
          `Response payload size (${answer.bytes} bytes) exceeded maximum allowed payload size (${PAYLOAD_LIMIT_BYTES} bytes).`,
        )
      : { ok: true, payload: answer.value };
  };

  return {
    has: (functionName) => functions.has(bareFunctionName(functionName)),
    list: () =>
      [...functions]
        .map(([name, { timeoutMs, memoryMb = DEFAULT_MEMORY_MB, reservedConcurrency }]) => ({
          name,
          arn: `arn:aws:lambda:${region}:${accountId}:function:${name}`,
          timeoutMs,
          memoryMb,
          ...(reservedConcurrency !== undefined && { reservedConcurrency }),
        }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    async invoke(functionName, payload, { signal } = {}) {
      const name = bareFunctionName(functionName);
      const hosted = functions.get(name);
      if (!hosted) return failure("Lambda.ResourceNotFoundException", `Function not found: ${functionName}`);
      const running = active.get(name) ?? 0;
      if (hosted.reservedConcurrency !== undefined && running >= hosted.reservedConcurrency)
        return failure(
          THROTTLED,
          `Rate Exceeded. ${name} has a reserved concurrency of ${hosted.reservedConcurrency}.`,
        );
      active.set(name, running + 1);
      const work = run(name, hosted, functionName, payload).catch(fromError);
      // The handler cannot be stopped from outside: until it ends by itself it takes up its place, and its answer is dropped.
      void work.finally(() => active.set(name, (active.get(name) ?? 1) - 1));
      const result = await untilDeadline(work, hosted.timeoutMs, timers, signal);
      if (!result.ok)
        log("warn", "function failed", {
          functionName: name,
          errorType: result.error.errorType,
          reason: result.error.errorMessage,
        });
      return result;
    },
  };
}

const failure = (errorType: string, errorMessage: string): LambdaResult => ({
  ok: false,
  error: { errorType, errorMessage },
});

/** What comes out on the other side of the wire; `undefined` becomes null, as Lambda does. */
function asJson(value: unknown): { readonly value: unknown; readonly bytes: number } {
  const text = JSON.stringify(value) ?? "null";
  return { value: JSON.parse(text) as unknown, bytes: Buffer.byteLength(text) };
}

/** A thrown value in Lambda's shape: the type is the error's name, which is what a workflow's ErrorEquals matches. */
function fromError(error: unknown): LambdaResult {
  if (!(error instanceof Error))
    return failure(typeof error, typeof error === "string" ? error : (JSON.stringify(error) ?? "undefined"));
  const stackTrace = (error.stack ?? "").split("\n").slice(0, MAX_STACK_LINES);
  const known: LambdaFailure = { errorType: error.name, errorMessage: error.message, stackTrace };
  return { ok: false, error: known };
}

/** The result, or Lambda's words for a function that took too long; ends early if the caller gives up. */
function untilDeadline(
  work: Promise<LambdaResult>,
  timeoutMs: number,
  timers: Timers,
  signal: AbortSignal | undefined,
): Promise<LambdaResult> {
  return new Promise((resolve) => {
    const settle = (result: LambdaResult): void => {
      cancel();
      signal?.removeEventListener("abort", abort);
      resolve(result);
    };
    const cancel = timers.after(timeoutMs, () =>
      settle(failure("Sandbox.Timedout", `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`)),
    );
    const abort = (): void => settle(failure("Sandbox.Aborted", "the caller gave up"));
    if (signal?.aborted) abort();
    else signal?.addEventListener("abort", abort, { once: true });
    void work.then(settle);
  });
}
