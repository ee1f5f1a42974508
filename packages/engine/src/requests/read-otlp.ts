import { coreError, explainIssues } from "@skylane/core";
import * as z from "zod";

/** A value of OTLP; what is no single value is not kept. */
const OtlpValue = z.object({
  stringValue: z.string().nullish(),
  boolValue: z.boolean().nullish(),
  /** An int64: a text, or a number of older senders. */
  intValue: z.union([z.string().regex(/^-?\d{1,19}$/), z.number()]).nullish(),
  doubleValue: z.number().nullish(),
});
type OtlpValue = z.infer<typeof OtlpValue>;

const OtlpAttribute = z.object({ key: z.string(), value: OtlpValue.nullish().catch(undefined) });
const Attributes = z.array(z.unknown()).nullish();

/** A uint64 of nanoseconds since 1970: a text, or a number of older senders. */
const Nanos = z.union([z.string().regex(/^\d{1,20}$/, "must be nanoseconds as decimal text"), z.int().nonnegative()]);
const hexId = (digits: number) =>
  z
    .string()
    .regex(new RegExp(`^[0-9a-fA-F]{${digits}}$`), `must be ${digits} hexadecimal digits`)
    .regex(/[^0]/, "must not be all zeros")
    .transform((id) => id.toLowerCase());

/** One span in OTLP's JSON: ids in hex, enumerations as integers; fields that are not known are passed over, as OTLP demands. */
export const OtlpSpan = z.object({
  traceId: hexId(32),
  spanId: hexId(16),
  parentSpanId: z
    .union([z.literal("").transform(() => undefined), hexId(16)])
    .nullish()
    .transform((id) => id ?? undefined),
  name: z.string().default(""),
  kind: z.int().default(0),
  startTimeUnixNano: Nanos,
  endTimeUnixNano: Nanos,
  attributes: Attributes,
  status: z.object({ code: z.int().nullish() }).nullish(),
});
export type OtlpSpan = z.infer<typeof OtlpSpan>;

/** The frame around spans, which are looked at one by one. @see https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding (read 2026-11) */
const OtlpRequest = z.object({
  resourceSpans: z
    .array(
      z.object({
        resource: z.object({ attributes: Attributes }).nullish(),
        scopeSpans: z.array(z.object({ spans: z.array(z.unknown()).nullish() })).nullish(),
      }),
    )
    .nullish(),
});

/** Single values of attributes by their names; the first of a name counts. */
export type OtlpAttributes = ReadonlyMap<string, string | number | boolean>;

/** The spans of one resource, not looked at yet. */
export interface ResourceSpans {
  readonly resource: OtlpAttributes;
  readonly spans: readonly unknown[];
}

/** The resources of a request and what they sent. @throws ERR_REQUEST_INVALID if it is not OTLP */
export function readOtlp(body: unknown): readonly ResourceSpans[] {
  const parsed = OtlpRequest.safeParse(body);
  if (!parsed.success)
    throw coreError(
      "ERR_REQUEST_INVALID",
      `the body is no ExportTraceServiceRequest in OTLP's JSON: ${explainIssues(parsed.error)}; set the exporter's protocol to http/json`,
    );
  return (parsed.data.resourceSpans ?? []).map(({ resource, scopeSpans }) => ({
    resource: otlpAttributes(resource?.attributes),
    spans: (scopeSpans ?? []).flatMap(({ spans }) => spans ?? []),
  }));
}

/** Attributes that have a name and a single value; others are passed over. */
export function otlpAttributes(attributes: readonly unknown[] | null | undefined): OtlpAttributes {
  const found = new Map<string, string | number | boolean>();
  for (const one of attributes ?? []) {
    const { key, value } = OtlpAttribute.safeParse(one).data ?? {};
    const single = value ? singleOf(value) : undefined;
    if (key !== undefined && single !== undefined && !found.has(key)) found.set(key, single);
  }
  return found;
}

function singleOf({ stringValue, boolValue, intValue, doubleValue }: OtlpValue): string | number | boolean | undefined {
  const number = intValue === null || intValue === undefined ? doubleValue : Number(intValue);
  return stringValue ?? boolValue ?? number ?? undefined;
}
