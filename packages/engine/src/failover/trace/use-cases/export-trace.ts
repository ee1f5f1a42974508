import type { TraceSpan } from "@skylane/core";
import type { Deps } from "../../../deps.ts";
import { traceViews } from "../trace-views.ts";

/** How long the last step of a workflow is waited for: it tells its end before it keeps its spans. */
const PATIENCE_MS = 3_000;
const PAUSE_MS = 100;
/** Longer than an event is delivered for. */
const CLAIM_MS = 86_400_000;

/** What became of the trace of a workflow that has ended. */
export type TraceExport =
  | { readonly kind: "exported"; readonly spanCount: number; readonly rejectedCount: number }
  /** Said in the log with the number of spans; they are kept here all the same. */
  | { readonly kind: "dropped"; readonly spanCount: number }
  | { readonly kind: "ignored"; readonly because: "no-collector" | "already-exported" | "nothing-kept" };

/** The part of an event that says which trace has ended. */
interface EndOfTrace {
  readonly id: string;
  readonly traceparent: string;
  readonly data: { readonly incidentId: string };
}

/**
 * Sends the trace that an event ends to the collector, once. Nobody waits for it: the move is over, and was recorded. Never throws for
 * the collector's sake.
 */
export async function exportTrace(
  deps: Pick<Deps, "clock" | "traces" | "spanExporter" | "once" | "log">,
  { id, traceparent, data: { incidentId } }: EndOfTrace,
): Promise<TraceExport> {
  if (!deps.spanExporter) return { kind: "ignored", because: "no-collector" };
  if (!(await deps.once.claim(`trace#${id}`, CLAIM_MS))) return { kind: "ignored", because: "already-exported" };
  const [, traceId = "", endSpanId = ""] = traceparent.split("-");
  const spans = await keptSpans(deps, incidentId, traceId, endSpanId);
  const spanCount = spans.length;
  if (spanCount === 0) return { kind: "ignored", because: "nothing-kept" };
  try {
    const { rejectedCount } = await deps.spanExporter.send(spans);
    if (rejectedCount > 0) deps.log.warn("spans rejected by the collector", { incidentId, rejectedCount });
    deps.log.info("trace exported", { incidentId, spanCount, rejectedCount });
    return { kind: "exported", spanCount, rejectedCount };
  } catch (error) {
    deps.log.warn("spans not exported", { incidentId, spanCount, error });
    return { kind: "dropped", spanCount };
  }
}

/** The spans of one trace, once the one that ends it is among them, or after a while without it. */
async function keptSpans(
  { clock, traces }: Pick<Deps, "clock" | "traces">,
  incidentId: string,
  traceId: string,
  endSpanId: string,
): Promise<readonly TraceSpan[]> {
  const deadlineMs = clock.monotonicMs() + PATIENCE_MS;
  for (;;) {
    const kept = (await traces.list(incidentId)).flatMap(({ spans }) => spans);
    const own = kept.filter((span) => span.traceId === traceId);
    if (own.some(({ spanId }) => spanId === endSpanId) || clock.monotonicMs() >= deadlineMs) return inTree(own);
    await clock.sleepUntil(clock.monotonicMs() + PAUSE_MS);
  }
}

/** In the order and number in which they are shown. */
function inTree(spans: readonly TraceSpan[]): readonly TraceSpan[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  return traceViews(spans).flatMap((view) => view.spans.flatMap(({ spanId }) => byId.get(spanId) ?? []));
}
