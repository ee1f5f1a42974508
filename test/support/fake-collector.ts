import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import * as z from "zod";

const Value = z.union([
  z.strictObject({ stringValue: z.string() }),
  z.strictObject({ intValue: z.string().regex(/^-?\d+$/) }),
  z.strictObject({ doubleValue: z.number() }),
  z.strictObject({ boolValue: z.boolean() }),
]);
const Attributes = z.array(z.strictObject({ key: z.string().min(1), value: Value }));
const Nanos = z.string().regex(/^[1-9]\d{17,19}$/, "must be nanoseconds since 1970 as decimal text");
const Span = z.strictObject({
  traceId: z.string().regex(/^(?!0{32})[0-9a-f]{32}$/),
  spanId: z.string().regex(/^(?!0{16})[0-9a-f]{16}$/),
  parentSpanId: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
  flags: z.int().nonnegative().optional(),
  name: z.string().min(1),
  kind: z.int().min(1).max(5),
  startTimeUnixNano: Nanos,
  endTimeUnixNano: Nanos,
  attributes: Attributes,
  status: z.strictObject({ code: z.int().min(0).max(2).optional(), message: z.string().optional() }),
});
/** An ExportTraceServiceRequest, as the protocol has it. @see https://opentelemetry.io/docs/specs/otlp/ (read 2026-11) */
const Request = z.strictObject({
  resourceSpans: z
    .array(
      z.strictObject({
        resource: z.strictObject({ attributes: Attributes }),
        scopeSpans: z.array(
          z.strictObject({
            scope: z.strictObject({ name: z.string(), version: z.string().optional() }),
            spans: z.array(Span).min(1),
          }),
        ),
      }),
    )
    .min(1),
});
export type CollectedSpan = z.infer<typeof Span>;

/** What a collector does with requests: answers, answers nothing, or answers that it is too busy. */
export type CollectorMood = "takes" | "is silent" | "is busy";

/** An OTLP/HTTP receiver as its clients see it, strict about what it is sent. */
export async function fakeCollector(token: string) {
  const requests: { readonly atMs: number; readonly spans: readonly CollectedSpan[] }[] = [];
  const problems: string[] = [];
  const held: ServerResponse[] = [];
  let mood: CollectorMood = "takes";
  let rejectedCount = 0;
  const judge = (body: string): { readonly status: number; readonly answer: object } => {
    const parsed = Request.safeParse(JSON.parse(body));
    if (!parsed.success) {
      problems.push(parsed.error.message);
      return { status: 400, answer: { message: parsed.error.message } };
    }
    const spans = parsed.data.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
    requests.push({ atMs: Date.now(), spans });
    if (mood === "is busy") return { status: 503, answer: {} };
    return {
      status: 200,
      answer: rejectedCount > 0 ? { partialSuccess: { rejectedSpans: String(rejectedCount) } } : {},
    };
  };
  const server = createServer(async (request, response) => {
    const { method, url, headers } = request;
    const isKnown = method === "POST" && url === "/v1/traces" && headers["content-type"] === "application/json";
    if (!isKnown || headers.authorization !== token) {
      problems.push(`${method} ${url} ${headers["content-type"]}`);
      return response.writeHead(isKnown ? 401 : 404).end();
    }
    const { status, answer } = judge(await text(request));
    if (mood === "is silent") return held.push(response);
    return response
      .writeHead(status, { "content-type": "application/json", "retry-after": "0" })
      .end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** What was sent that fits the protocol, however it was answered. */
    requests,
    /** What was sent that does not. */
    problems,
    become(next: CollectorMood): void {
      mood = next;
    },
    /** It takes requests, and says that it refuses so many of their spans. */
    reject(count: number): void {
      rejectedCount = count;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
