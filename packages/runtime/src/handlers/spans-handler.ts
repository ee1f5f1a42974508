import { gunzipSync } from "node:zlib";
import { SkylaneError, type SpansTaken } from "@skylane/core";
import * as z from "zod";
import { log } from "../log.ts";
import type { Ports } from "../ports/ports.ts";
import { type Handler, handlerWith } from "./handler.ts";
import type { HttpRoute } from "./http-handler.ts";

const Received = z.looseObject({
  body: z.string().default(""),
  isBase64Encoded: z.boolean().default(false),
  headers: z.record(z.string(), z.string().optional()).default({}),
});

/** Five thousand spans with much to say. */
const MAX_BODY_BYTES = 8_000_000;
const RETRY_AFTER_SECONDS = 10;

/** Codes of google.rpc.Status. @see https://opentelemetry.io/docs/specs/otlp/#failures-1 (read 2026-11) */
const INVALID = { statusCode: 400, code: 3 } as const;
const UNSUPPORTED = { statusCode: 415, code: 3 } as const;
const UNAVAILABLE = { statusCode: 503, code: 14 } as const;
const INTERNAL = { statusCode: 500, code: 13 } as const;
type Failure = typeof INVALID | typeof UNSUPPORTED | typeof UNAVAILABLE | typeof INTERNAL;

/** What the function answers API Gateway. */
interface SpansAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * A Lambda handler that takes spans as OTLP/HTTP says: JSON, as it is or by gzip. Whose token has the scope for it may send; no person
 * is judged, for none sends. What can be sent again later is answered 503.
 */
export const spansHandler = <Given>(
  ports: Ports<Given>,
  run: (deps: NoInfer<Given>, body: unknown) => Promise<SpansTaken>,
): Handler<SpansAnswer> & { readonly route: HttpRoute<unknown, unknown, unknown> } =>
  Object.assign(
    handlerWith(ports, async (raw) => {
      try {
        const body = bodyOf(raw);
        if (!("json" in body)) return failure(body.failure, body.message);
        return answer(200, await run(await ports.make(), body.json));
      } catch (error) {
        if (error instanceof SkylaneError && error.kind === "invalid") return failure(INVALID, error.message);
        if (error instanceof SkylaneError && error.kind === "unavailable") return failure(UNAVAILABLE, error.message);
        log.error("request failed", { error });
        return failure(INTERNAL, "something went wrong here; the log has the details");
      }
    }),
    { route: {} },
  );

type Body = { readonly json: unknown } | { readonly failure: Failure; readonly message: string };

function bodyOf(raw: unknown): Body {
  const { body, isBase64Encoded, headers } = Received.parse(raw);
  const [type = ""] = (headers["content-type"] ?? "").split(";");
  if (type.trim().toLowerCase() !== "application/json")
    return {
      failure: UNSUPPORTED,
      message: `content-type ${JSON.stringify(type.slice(0, 64))} is not taken; send application/json: set the exporter's protocol to http/json`,
    };
  const bytes = Buffer.from(body, isBase64Encoded ? "base64" : "utf8");
  try {
    // a gateway in between may have unpacked it already, so the bytes say what they are
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const text = isGzip ? gunzipSync(bytes, { maxOutputLength: MAX_BODY_BYTES }) : bytes;
    return { json: JSON.parse(text.toString("utf8")) };
  } catch {
    return {
      failure: INVALID,
      message: `the body is no JSON, as it is or by gzip, of at most ${MAX_BODY_BYTES / 1_000_000} MB; send fewer spans at once`,
    };
  }
}

const failure = ({ statusCode, code }: Failure, message: string): SpansAnswer =>
  answer(statusCode, { code, message }, statusCode === 503 ? { "retry-after": String(RETRY_AFTER_SECONDS) } : {});

const answer = (statusCode: number, body: object, more: Readonly<Record<string, string>> = {}): SpansAnswer => ({
  statusCode,
  headers: { "content-type": "application/json", "cache-control": "no-store", ...more },
  body: JSON.stringify(body),
});
