import * as z from "zod";
import { RequestServiceName, RequestSpan } from "./request-trace.ts";

/** A span as it waits for the others of its request. */
export const ArrivedSpan = RequestSpan.omit({ offsetMs: true }).extend({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  /** By its service's clock. */
  startMs: z.number(),
  /** Whom a client says it calls. */
  peer: RequestServiceName.optional(),
});
export type ArrivedSpan = z.infer<typeof ArrivedSpan>;

/** Calls of one kind, as one end saw them: all that counting needs. */
export const CallEnds = z.strictObject({
  side: z.enum(["client", "server"]),
  service: RequestServiceName,
  cloud: z.string().max(64).optional(),
  name: z.string().min(1).max(128),
  peer: RequestServiceName.optional(),
  /** The minute in which they began. */
  startMs: z.int(),
  /** What both ends have in common (48 bits of the client's span id), how long it took, and 1 if it failed. */
  calls: z.array(
    z.tuple([z.string().regex(/^[0-9a-f]{12}$/), z.number().nonnegative(), z.union([z.literal(0), z.literal(1)])]),
  ),
});
export type CallEnds = z.infer<typeof CallEnds>;

/** What came at once: some spans whole, of others their ends alone. */
export const SpanArrival = z.strictObject({ spans: z.array(ArrivedSpan), ends: z.array(CallEnds) });
export type SpanArrival = z.infer<typeof SpanArrival>;
