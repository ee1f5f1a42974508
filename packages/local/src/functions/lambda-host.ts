import { randomUUID } from "node:crypto";
import type { LambdaHost, LambdaResult } from "../lambda/lambda-host.ts";
import type { Timers } from "../time.ts";

/** A handler as Lambda calls it. */
export type LambdaHandler = (event: unknown, context: unknown) => Promise<unknown>;

/** One function: how to load it, and its limits. */
export interface HostedFunction {
  readonly load: () => Promise<LambdaHandler>;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly reservedConcurrency?: number;
}

/** Runs the shipped handlers in this process: payloads and answers cross as JSON, as they do on the wire. */
export function createLambdaHost(functions: ReadonlyMap<string, HostedFunction>, timers: Timers): LambdaHost {
  const handlers = new Map<string, Promise<LambdaHandler>>();
  const running = new Map<string, number>();
  const bare = (name: string): string => {
    const parts = name.split(":");
    const last = name.startsWith("arn:") ? (parts[6] ?? name) : (parts[0] ?? name);
    return last.replace(/^skylane-/, "");
  };
  const handlerOf = (name: string, hosted: HostedFunction): Promise<LambdaHandler> => {
    const known = handlers.get(name);
    if (known) return known;
    const loading = hosted.load();
    handlers.set(name, loading);
    loading.catch(() => handlers.delete(name));
    return loading;
  };
  return {
    has: (functionName) => functions.has(bare(functionName)),
    async invoke(functionName, payload, options = {}) {
      const name = bare(functionName);
      const hosted = functions.get(name);
      if (!hosted) return failed("Lambda.ResourceNotFoundException", `Function not found: ${functionName}`);
      const active = running.get(name) ?? 0;
      if (hosted.reservedConcurrency !== undefined && active >= hosted.reservedConcurrency)
        return failed(
          "Lambda.TooManyRequestsException",
          `Rate Exceeded: ${name} has a reserved concurrency of ${hosted.reservedConcurrency}`,
        );
      running.set(name, active + 1);
      try {
        const handler = await handlerOf(name, hosted);
        return await withTimeout(
          handler(roundTrip(payload), contextOf(name, functionName, hosted, timers)),
          hosted,
          timers,
          options.signal,
        );
      } catch (error) {
        return fromError(error);
      } finally {
        running.set(name, (running.get(name) ?? 1) - 1);
      }
    },
  };
}

const failed = (errorType: string, errorMessage: string): LambdaResult => ({
  ok: false,
  error: { errorType, errorMessage },
});

const roundTrip = (value: unknown): unknown => (value === undefined ? null : JSON.parse(JSON.stringify(value)));

function fromError(error: unknown): LambdaResult {
  if (!(error instanceof Error)) return failed("Error", String(error));
  return {
    ok: false,
    error: {
      errorType: error.name,
      errorMessage: error.message,
      stackTrace: (error.stack ?? "").split("\n").slice(1, 6),
    },
  };
}

function contextOf(name: string, invokedArn: string, hosted: HostedFunction, timers: Timers) {
  const deadlineMs = timers.nowMs() + hosted.timeoutSeconds * 1000;
  return {
    functionName: `skylane-${name}`,
    functionVersion: "$LATEST",
    invokedFunctionArn: invokedArn,
    memoryLimitInMB: String(hosted.memoryMb),
    awsRequestId: randomUUID(),
    getRemainingTimeInMillis: () => Math.max(0, deadlineMs - timers.nowMs()),
  };
}

/** The handler's answer, or Lambda's own time-out. The handler itself cannot be stopped: its late answer is dropped, as its sandbox would be. */
function withTimeout(
  answer: Promise<unknown>,
  { timeoutSeconds }: HostedFunction,
  timers: Timers,
  signal?: AbortSignal,
): Promise<LambdaResult> {
  return new Promise((resolve) => {
    const cancel = timers.after(timeoutSeconds * 1000, () =>
      resolve(failed("Sandbox.Timedout", `Task timed out after ${timeoutSeconds}.00 seconds`)),
    );
    const abort = (): void => resolve(failed("Sandbox.Aborted", "the caller gave up"));
    signal?.addEventListener("abort", abort, { once: true });
    const settle = (result: LambdaResult): void => {
      cancel();
      signal?.removeEventListener("abort", abort);
      resolve(result);
    };
    answer.then(
      (value) => settle({ ok: true, payload: roundTrip(value) }),
      (error: unknown) => settle(fromError(error)),
    );
  });
}
