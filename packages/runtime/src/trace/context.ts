import { AsyncLocalStorage } from "node:async_hooks";
import type { SpanAttributes, TraceSpan } from "@skylane/core";

/** What a span says beside its name and times. */
export interface SpanOptions<Result> {
  readonly kind: TraceSpan["kind"];
  readonly attributes: SpanAttributes;
  /** True: requests over HTTP while it is open are spans below it. */
  readonly isCall?: true;
  /** What the result says of it. */
  readonly judge?: (result: Result) => { readonly isError?: boolean; readonly attributes?: SpanAttributes };
}

/** Takes in the spans of one invocation. */
export interface SpanRecorder {
  add(span: TraceSpan): void;
  /** Adds those of these entries of the bus that are part of the present trace. */
  published(
    entries: readonly { readonly DetailType?: string | undefined; readonly Detail?: string | undefined }[],
    times: Pick<TraceSpan, "startMs" | "durationMs">,
  ): void;
  /** Runs it as a span below the present one. */
  span<Result>(name: string, options: SpanOptions<Result>, run: () => Promise<Result>): Promise<Result>;
}

/** What all that is done in one invocation has in common. */
export interface Invocation {
  /** For log lines: `eventId`, `execution` or `requestId`. */
  readonly correlation: Readonly<Record<string, string>>;
  /** Known from the start, or once the invocation has begun a move. */
  incidentId: string | undefined;
  /** Absent = its spans are not kept. */
  readonly recorder?: SpanRecorder;
}

/** Where in a trace one is. */
export interface TraceContext {
  readonly traceId: string;
  readonly spanId: string;
  readonly invocation: Invocation;
  readonly isCall?: true;
}

const storage = new AsyncLocalStorage<TraceContext>();

/** Of whatever runs now; `undefined` outside of an invocation. */
export const currentTrace = (): TraceContext | undefined => storage.getStore();

/** Runs it in a context; so does all that it starts. */
export const inTrace = <Result>(context: TraceContext, run: () => Result): Result => storage.run(context, run);

/** The W3C traceparent of what runs now, for what it tells others. */
export const currentTraceparent = (): string | undefined => {
  const context = currentTrace();
  return context && traceparentOf(context);
};

export const traceparentOf = ({ traceId, spanId }: Pick<TraceContext, "traceId" | "spanId">): string =>
  `00-${traceId}-${spanId}-01`;

/** The ids in a traceparent. */
export function idsIn(traceparent: string): { readonly traceId: string; readonly spanId: string } {
  const [, traceId = "", spanId = ""] = traceparent.split("-");
  return { traceId, spanId };
}

/** What every log line says of the trace and of what the invocation is about. */
export function correlationFields(): Readonly<Record<string, string>> {
  const context = currentTrace();
  if (!context) return {};
  const { traceId, spanId, invocation } = context;
  const { correlation, incidentId } = invocation;
  return { traceId, spanId, ...correlation, ...(incidentId !== undefined && { incidentId }) };
}

/** Runs it as a span where spans are kept, and else as it is. */
export const inSpan = <Result>(
  name: string,
  options: SpanOptions<Result>,
  run: () => Promise<Result>,
): Promise<Result> => currentTrace()?.invocation.recorder?.span(name, options, run) ?? run();
