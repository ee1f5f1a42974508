import type { SpanAttributes, TraceStore } from "@skylane/core";
import * as z from "zod";
import type { Surroundings } from "../ports/surroundings.ts";
import { type Invocation, inTrace, type TraceContext } from "./context.ts";
import { watchHttp } from "./http-spans.ts";
import type { Invoked, Trigger } from "./invocation-of.ts";
import { BUS, elapsedMs, errorType, spanRecorder } from "./span-recorder.ts";
import { eventIn, spansOfEvent } from "./spans-of-event.ts";

/** What keeping the spans of one step may take of a move, whatever the table does. */
const KEEP_MS = 200;

/** The part of Lambda's context that names the function. */
const Lambda = z.looseObject({ functionName: z.string(), awsRequestId: z.string() });
const Said = z.looseObject({
  kind: z.string().max(64).optional().catch(undefined),
  outcome: z.string().max(64).optional().catch(undefined),
  status: z.string().max(64).optional().catch(undefined),
  rule: z.string().max(64).optional().catch(undefined),
  because: z.string().max(64).optional().catch(undefined),
  statusCode: z.int().optional().catch(undefined),
});

/** An invocation, and what its spans are kept with. */
interface KeptInvocation {
  readonly raw: unknown;
  /** The context that Lambda hands over. */
  readonly lambda: unknown;
  readonly invoked: Invoked;
  readonly store: TraceStore;
  readonly from: Pick<Surroundings, "clock" | "ids" | "log" | "config" | "settings">;
}

/**
 * Runs an invocation as a span, and keeps it and those below it with the incident it is about; of an invocation that is about none
 * nothing is kept. Neither a table that is slow nor one that is away holds up or fails what was done: the spans are dropped, and the
 * log says how many.
 */
export async function keepSpans<Result>(
  { raw, lambda, invoked, store, from }: KeptInvocation,
  run: () => Promise<Result>,
): Promise<Result> {
  const { context, parentSpanId, trigger } = invoked;
  const { clock, ids, config, settings } = from;
  watchHttp(clock, ids);
  const recorder = spanRecorder(clock, ids);
  const event = eventIn(raw);
  if (event) for (const span of spansOfEvent(event, config)) recorder.add(span);
  const invocation: Invocation = { ...context.invocation, recorder };
  const own: TraceContext = { ...context, invocation };
  const called = Lambda.safeParse(lambda).data;
  const startMs = clock.nowMs();
  const startedMs = clock.monotonicMs();
  const end = async (isError: boolean, said: SpanAttributes): Promise<void> => {
    recorder.add({
      traceId: context.traceId,
      spanId: context.spanId,
      ...(parentSpanId !== undefined && { parentSpanId }),
      name: nameOf(called?.functionName, settings.names.bus),
      kind: trigger === "pubsub" ? "consumer" : "server",
      startMs,
      durationMs: elapsedMs(startedMs, clock),
      isError,
      attributes: {
        "cloud.provider": "aws",
        "cloud.region": settings.regionId,
        ...(called && { "faas.name": called.functionName, "faas.invocation_id": called.awsRequestId }),
        "faas.trigger": trigger,
        ...(trigger === "pubsub" && { "messaging.system": BUS, "messaging.operation.type": "process" }),
        ...said,
      },
    });
    const { incidentId } = invocation;
    if (incidentId !== undefined) await keep(own, incidentId, recorder.batch(), store, from);
  };
  try {
    const result = await inTrace(own, run);
    await end(isFailure(result, trigger), saidOf(result));
    return result;
  } catch (error) {
    await end(true, { "error.type": errorType(error) });
    throw error;
  }
}

async function keep(
  own: TraceContext,
  incidentId: string,
  batch: Parameters<TraceStore["keep"]>[1],
  store: TraceStore,
  { clock, log }: Pick<Surroundings, "clock" | "log">,
): Promise<void> {
  const enough = new AbortController();
  const kept = store.keep(incidentId, batch).then(
    () => undefined,
    (error: unknown) => ({ error }),
  );
  const late = clock.sleepUntil(clock.monotonicMs() + KEEP_MS, enough.signal).then(
    () => ({ error: "not within the time for it" }),
    () => undefined,
  );
  const failure = await Promise.race([kept, late]);
  enough.abort();
  if (failure) inTrace(own, () => log.warn("spans not kept", { spanCount: batch.spans.length, error: failure.error }));
}

/** Function names begin with that of the deployment. */
const nameOf = (functionName: string | undefined, deployment: string): string =>
  functionName?.replace(`${deployment}-`, "").slice(0, 128) || "invocation";

/** What the answer of a step or a decision says of itself, in the words of the code. */
function saidOf(result: unknown): SpanAttributes {
  const { data } = Said.safeParse(result);
  if (!data) return {};
  const outcome = data.kind ?? data.outcome ?? data.status;
  const why = data.rule ?? data.because;
  return {
    ...(outcome !== undefined && { "skylane.outcome": outcome }),
    ...(why !== undefined && { "skylane.rule": why }),
    ...(data.statusCode !== undefined && { "http.response.status_code": data.statusCode }),
  };
}

const isFailure = (result: unknown, trigger: Trigger): boolean =>
  trigger === "http" && (Said.safeParse(result).data?.statusCode ?? 200) >= 500;
