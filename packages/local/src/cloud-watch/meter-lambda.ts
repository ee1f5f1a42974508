import { bareFunctionName } from "../lambda/function-name.ts";
import { type LambdaHost, type LambdaResult, THROTTLED } from "../lambda/lambda-host.ts";
import type { Timers } from "../time.ts";
import type { Metrics } from "./metrics.ts";

const NAMESPACE = "AWS/Lambda";
/** Refused before any code ran: AWS counts neither an invocation nor time. */
const NOT_RUN = new Set([THROTTLED, "Lambda.ResourceNotFoundException", "Lambda.RequestTooLargeException"]);

/** The same functions, counted as Lambda does: in the minute in which they were called. */
export const meterLambda = (
  host: LambdaHost,
  metrics: Pick<Metrics, "add">,
  timers: Pick<Timers, "nowMs">,
): LambdaHost => ({
  has: host.has,
  async invoke(functionName, payload, options) {
    const startMs = timers.nowMs();
    const result = await host.invoke(functionName, payload, options);
    const dimensions = { FunctionName: bareFunctionName(functionName) };
    const count = (name: string, value: number): void =>
      metrics.add({ namespace: NAMESPACE, name, dimensions }, value, startMs);
    const refused = errorTypeOf(result);
    if (refused !== undefined && NOT_RUN.has(refused)) {
      if (refused === THROTTLED) count("Throttles", 1);
      return result;
    }
    count("Invocations", 1);
    count("Errors", result.ok ? 0 : 1);
    count("Duration", timers.nowMs() - startMs);
    return result;
  },
});

const errorTypeOf = (result: LambdaResult): string | undefined => (result.ok ? undefined : result.error.errorType);
