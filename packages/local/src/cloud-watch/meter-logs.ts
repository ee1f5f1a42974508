import { AsyncLocalStorage } from "node:async_hooks";
import type { Writable } from "node:stream";
import { bareFunctionName } from "../lambda/function-name.ts";
import type { LambdaHost } from "../lambda/lambda-host.ts";
import type { Metrics } from "./metrics.ts";

/** START, END and REPORT, which Lambda itself writes of each invocation. */
const PLATFORM_BYTES = 310;

/** Counts what functions write, each to its log group, until it is closed. */
export interface LogMeter {
  /** The same functions; what they write to the streams is counted as theirs. */
  readonly host: LambdaHost;
  close(): void;
}

/** Functions share the streams of this process: whose a line is says the invocation it was written in. */
export function meterLogs(
  host: LambdaHost,
  metrics: Pick<Metrics, "add">,
  streams: readonly Pick<Writable, "write">[],
): LogMeter {
  const running = new AsyncLocalStorage<string>();
  const count = (functionName: string, bytes: number): void =>
    metrics.add(
      { namespace: "AWS/Logs", name: "IncomingBytes", dimensions: { LogGroupName: `/aws/lambda/${functionName}` } },
      bytes,
    );
  const restore = streams.map((stream) => {
    const write = stream.write;
    stream.write = function counted(this: Writable, ...args: unknown[]) {
      const functionName = running.getStore();
      if (functionName !== undefined) count(functionName, Buffer.byteLength(args[0] as string | Uint8Array));
      return Reflect.apply(write, this, args) as boolean;
    } as Writable["write"];
    return () => {
      stream.write = write;
    };
  });
  return {
    host: {
      has: host.has,
      invoke(functionName, payload, options) {
        const name = bareFunctionName(functionName);
        if (host.has(name)) count(name, PLATFORM_BYTES);
        return running.run(name, () => host.invoke(functionName, payload, options));
      },
    },
    close() {
      for (const one of restore) one();
    },
  };
}
