import type { RequestView } from "@skylane/core";
import type { Deps } from "../../deps.ts";
import { traceViews } from "../../failover/index.ts";
import { queryError } from "../errors.ts";
import { insightsOf } from "../insight/insights-of.ts";
import { timeSpent } from "../insight/time-spent.ts";

/** One request that was kept whole, as it is drawn. @throws ERR_TRACE_UNKNOWN */
export async function showRequest({ requests }: Pick<Deps, "requests">, traceId: string): Promise<RequestView> {
  const trace = await requests.trace(traceId);
  if (!trace)
    throw queryError(
      "ERR_TRACE_UNKNOWN",
      `request ${traceId} is not kept whole: it is older than 8 days, or neither slow nor failed; ask for “requests” to see those that are`,
      { traceId },
    );
  const parts = new Map(timeSpent(trace).map((part) => [part.span.spanId, part]));
  const [view] = traceViews(
    trace.spans.map(({ service: _, cloud: __, region: ___, offsetMs, ...span }) => ({
      ...span,
      traceId,
      startMs: trace.startMs + offsetMs,
    })),
  );
  const byId = new Map(trace.spans.map((span) => [span.spanId, span]));
  return {
    traceId,
    startMs: view?.startMs ?? trace.startMs,
    durationMs: view?.durationMs ?? trace.durationMs,
    spans: (view?.spans ?? []).map(({ cloud: _, ...span }) => {
      const { service = "", cloud, region } = byId.get(span.spanId) ?? {};
      const part = parts.get(span.spanId);
      return {
        ...span,
        service,
        ...(cloud !== undefined && { cloud }),
        ...(region !== undefined && { region }),
        selfMs: part && !part.isNetwork ? part.ms : 0,
        ...(part?.isNetwork && { networkMs: part.ms }),
      };
    }),
    droppedSpanCount: trace.droppedSpanCount,
    insights: [...insightsOf([trace], [], undefined)],
  };
}
