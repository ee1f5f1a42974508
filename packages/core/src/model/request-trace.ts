import * as z from "zod";
import { SpanAttributes } from "./trace.ts";

/** `service.name` of a service that sends spans. */
export const RequestServiceName = z.string().min(1).max(128);

/** A span that an application sent of one of its requests. */
export const RequestSpan = z.strictObject({
  spanId: z.string().regex(/^[0-9a-f]{16}$/),
  /** Absent = the request began here, or what it is part of was not sent. */
  parentSpanId: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
  service: RequestServiceName,
  /** `cloud.provider` of the service's resource, as `aws`, `azure`, `gcp`, `oci`; absent = it says none. */
  cloud: z.string().max(64).optional(),
  /** `cloud.region` of the service's resource. */
  region: z.string().max(64).optional(),
  /** Of a server and its client the route, as `GET /api/sales`, where it is said; else the span's name. */
  name: z.string().min(1).max(128),
  kind: z.enum(["internal", "server", "client", "producer", "consumer"]),
  /** From the start of its trace; negative where clocks differ. */
  offsetMs: z.number(),
  durationMs: z.number().nonnegative(),
  isError: z.boolean(),
  attributes: SpanAttributes,
});
export type RequestSpan = z.infer<typeof RequestSpan>;

/** One request through all services that sent spans of it, in the order in which they began. */
export const RequestTrace = z.strictObject({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  startMs: z.number(),
  /** Until the last of its spans has ended. */
  durationMs: z.number().nonnegative(),
  spans: z.array(RequestSpan).min(1).max(64),
  /** What there was no room for. */
  droppedSpanCount: z.int().nonnegative(),
});
export type RequestTrace = z.infer<typeof RequestTrace>;

/** Upper bounds of the counts of `RequestMinute.durationCounts`, ms; the last count is of what took longer than all. */
export const REQUEST_BOUNDS_MS = [5, 10, 25, 50, 75, 100, 250, 500, 750, 1_000, 2_500, 5_000, 7_500, 10_000] as const;

/** Calls of one service to one route of another that began in one minute. Counts are exact; whole traces are kept of a few. */
export const RequestMinute = z.strictObject({
  /** Wall clock, a whole minute. */
  startMs: z.int(),
  /** Who called; absent = no service that sends spans. */
  from: RequestServiceName.optional(),
  fromCloud: z.string().max(64).optional(),
  /** Who answered; of calls to what sends no spans, what their caller calls it: `peer.service`, a database's name, else the address. */
  to: RequestServiceName,
  toCloud: z.string().max(64).optional(),
  /** `GET /api/sales`; where no route is said, the name of the span. */
  route: z.string().min(1).max(128),
  requestCount: z.int().nonnegative(),
  errorCount: z.int().nonnegative(),
  /** As the caller saw them, or the one who answered where no caller sent a span: one count for each of `REQUEST_BOUNDS_MS`, and one more. */
  durationCounts: z.array(z.int().nonnegative()).length(REQUEST_BOUNDS_MS.length + 1),
  /** Sum of what the caller saw, ms. */
  durationSumMs: z.number().nonnegative(),
  /** Sum of what the one who answered saw of the same requests, ms: the difference was spent on the way. Absent = not both sent spans of each of them. */
  serverSumMs: z.number().nonnegative().optional(),
  /** The slowest of the minute. */
  maxMs: z.number().nonnegative(),
});
export type RequestMinute = z.infer<typeof RequestMinute>;
