import * as z from "zod";

/** A W3C traceparent of version 00. @see https://www.w3.org/TR/trace-context/#traceparent-header */
export const Traceparent = z.string().regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/, "must be a W3C traceparent");

/**
 * The `Detail` of every Skylane event: CloudEvents 1.0 with W3C trace context and a per-subject order. Consumers are
 * idempotent on `id` and drop what is older than `(skylaneepoch, skylaneseq)` they have seen.
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md
 */
export const cloudEventOf = <Type extends string, Data extends z.ZodType>(type: Type, data: Data) =>
  z.strictObject({
    specversion: z.literal("1.0"),
    id: z.string().min(1).max(128),
    source: z.string().min(1),
    type: z.literal(type),
    subject: z.string().min(1),
    time: z.iso.datetime(),
    datacontenttype: z.literal("application/json"),
    traceparent: Traceparent,
    /** Life of the subject: grows when its order starts anew. */
    skylaneepoch: z.int().nonnegative(),
    /** Position in that life. */
    skylaneseq: z.int().nonnegative(),
    data,
  });

/** A CloudEvent whatever its data. */
export interface CloudEvent<Type extends string = string, Data = unknown> {
  readonly specversion: "1.0";
  readonly id: string;
  readonly source: string;
  readonly type: Type;
  readonly subject: string;
  readonly time: string;
  readonly datacontenttype: "application/json";
  readonly traceparent: string;
  readonly skylaneepoch: number;
  readonly skylaneseq: number;
  readonly data: Data;
}
