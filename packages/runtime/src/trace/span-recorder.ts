import type { Clock, Ids, SpanBatch, TraceSpan } from "@skylane/core";
import { currentTrace, idsIn, inTrace, type SpanRecorder, traceparentOf } from "./context.ts";

/** The bus, which OpenTelemetry has no name for yet. */
export const BUS = "aws.eventbridge";

/** A proof asks a few dozen times, a read-back as often. */
const MAX_SPANS = 128;

/** Collects the spans of one invocation; where there are too many, the first and the last of them. */
export function spanRecorder(
  clock: Pick<Clock, "nowMs" | "monotonicMs">,
  ids: Pick<Ids, "traceparent">,
): SpanRecorder & { batch(): SpanBatch } {
  const spans: TraceSpan[] = [];
  let droppedCount = 0;
  const add = (span: TraceSpan): void => {
    spans.push(span);
    if (spans.length <= MAX_SPANS) return;
    spans.splice(MAX_SPANS / 2, 1);
    droppedCount += 1;
  };
  return {
    add,
    published(entries, { startMs, durationMs }) {
      const context = currentTrace();
      for (const { DetailType: type, Detail = "" } of entries) {
        const own = idsIn((JSON.parse(Detail) as { readonly traceparent: string }).traceparent);
        if (own.traceId !== context?.traceId) continue;
        add({
          ...own,
          parentSpanId: context.spanId,
          name: `${type} publish`,
          kind: "producer",
          startMs,
          durationMs: Math.max(0, durationMs),
          isError: false,
          attributes: { "messaging.system": BUS, "messaging.operation.type": "send" },
        });
      }
    },
    batch: () => ({ spans: [...spans], droppedCount }),
    async span(name, { kind, attributes, isCall, judge }, run) {
      const parent = currentTrace();
      if (!parent) return run();
      const { traceId, spanId } = idsIn(ids.traceparent(traceparentOf(parent)));
      const { isCall: _, ...inherited } = parent;
      const startMs = clock.nowMs();
      const startedMs = clock.monotonicMs();
      const end = (isError: boolean, more: TraceSpan["attributes"] = {}): void =>
        add({
          traceId,
          spanId,
          parentSpanId: parent.spanId,
          name,
          kind,
          startMs,
          durationMs: elapsedMs(startedMs, clock),
          isError,
          attributes: { ...attributes, ...more },
        });
      try {
        const result = await inTrace({ ...inherited, spanId, ...(isCall && { isCall }) }, run);
        const { isError = false, attributes: said } = judge?.(result) ?? {};
        end(isError, said);
        return result;
      } catch (error) {
        end(true, { "error.type": errorType(error) });
        throw error;
      }
    },
  };
}

/** To the microsecond. */
export const elapsedMs = (startedMs: number, { monotonicMs }: Pick<Clock, "monotonicMs">): number =>
  Math.max(0, Math.round((monotonicMs() - startedMs) * 1_000) / 1_000);

/** The name of an error, which is its code; its message may hold anything, and is in the log. */
export const errorType = (error: unknown): string => (error instanceof Error ? error.name.slice(0, 64) : typeof error);
