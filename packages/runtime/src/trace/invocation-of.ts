import { type Ids, IncidentId, Traceparent } from "@skylane/core";
import * as z from "zod";
import { idsIn, type TraceContext } from "./context.ts";

/** What caused an invocation, by OpenTelemetry's word for it. */
export type Trigger = "pubsub" | "http" | "other";

/** An invocation before it has begun: its own span, and the one it is part of. */
export interface Invoked {
  readonly context: TraceContext;
  readonly parentSpanId: string | undefined;
  readonly trigger: Trigger;
}

const incidentId = IncidentId.optional().catch(undefined);
const Name = z.string().regex(/^[\w.=+/:-]{1,128}$/);

const FromBus = z.looseObject({
  "detail-type": z.string(),
  detail: z.looseObject({
    id: Name.optional().catch(undefined),
    traceparent: Traceparent.optional().catch(undefined),
    data: z.looseObject({ incidentId }).optional().catch(undefined),
  }),
});
const FromApi = z.looseObject({ requestContext: z.looseObject({ requestId: Name.optional().catch(undefined) }) });
const FromWorkflow = z.looseObject({
  trace: z
    .looseObject({ traceparent: Traceparent.optional().catch(undefined), execution: Name.optional().catch(undefined) })
    .optional()
    .catch(undefined),
  incidentId,
});

/**
 * Which trace an invocation is part of, and what it is about, by its event: of an event the envelope says it, of a step the workflow.
 * A request begins a trace of its own, whatever its headers say: who is outside has no say in ours.
 */
export function invocationOf(raw: unknown, ids: Pick<Ids, "traceparent">): Invoked {
  const bus = FromBus.safeParse(raw);
  if (bus.success) {
    const { id, traceparent, data } = bus.data.detail;
    return invoked(ids, "pubsub", traceparent, { eventId: id }, data?.incidentId);
  }
  const api = FromApi.safeParse(raw);
  if (api.success) return invoked(ids, "http", undefined, { requestId: api.data.requestContext.requestId }, undefined);
  const step = FromWorkflow.safeParse(raw);
  const { trace, incidentId: about } = step.success ? step.data : {};
  return invoked(ids, "other", trace?.traceparent, { execution: trace?.execution }, about);
}

function invoked(
  ids: Pick<Ids, "traceparent">,
  trigger: Trigger,
  parent: string | undefined,
  correlation: Readonly<Record<string, string | undefined>>,
  about: string | undefined,
): Invoked {
  const known = Object.entries(correlation).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]));
  return {
    context: {
      ...idsIn(ids.traceparent(parent)),
      invocation: { correlation: Object.fromEntries(known), incidentId: about },
    },
    parentSpanId: parent === undefined ? undefined : idsIn(parent).spanId,
    trigger,
  };
}
