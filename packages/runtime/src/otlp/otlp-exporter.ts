import { type Clock, coreError, type SpanExporter } from "@skylane/core";
import * as z from "zod";
import type { Secrets } from "../secrets/secrets.ts";
import { otlpRequest } from "./otlp-json.ts";

const MAX_TRIES = 3;
const TIMEOUT_MS = 5_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;
/** The others are for good. @see https://opentelemetry.io/docs/specs/otlp/#retryable-response-codes (read 2026-11) */
const PASSING = [429, 502, 503, 504];
/** An answer says how many spans it refused, and why; more of it is not read. */
const MAX_ANSWER_BYTES = 65_536;

const Answer = z.looseObject({
  partialSuccess: z.looseObject({ rejectedSpans: z.coerce.number().int().nonnegative().default(0) }).optional(),
});

type Attempt =
  | { readonly kind: "taken"; readonly rejectedCount: number }
  | { readonly kind: "refused" | "passing"; readonly reason: string; readonly pauseMs?: number };

/** Sends spans as OTLP/HTTP in JSON, a few times where that may go better. Redirects are not followed: a secret may be with it. */
export function otlpExporter({
  endpoint,
  headerSecrets,
  secretOf,
  clock,
  deployment,
}: {
  /** Base of the receiver; `/v1/traces` is added. */
  readonly endpoint: string;
  /** Name of a secret, by header. */
  readonly headerSecrets: Readonly<Record<string, string>>;
  readonly secretOf: Secrets;
  readonly clock: Pick<Clock, "monotonicMs" | "sleepUntil">;
  readonly deployment: string;
}): SpanExporter {
  const url = `${endpoint.replace(/\/+$/, "")}/v1/traces`;
  return {
    async send(spans) {
      const headers = await headersOf(headerSecrets, secretOf);
      const body = JSON.stringify(otlpRequest(spans, deployment));
      let reason = "";
      for (let failureCount = 0; failureCount < MAX_TRIES; ) {
        const attempt = await post(url, headers, body);
        if (attempt.kind === "taken") return { rejectedCount: attempt.rejectedCount };
        failureCount += 1;
        reason = attempt.reason;
        if (attempt.kind === "refused") break;
        if (failureCount === MAX_TRIES) break;
        const pauseMs = attempt.pauseMs ?? FIRST_PAUSE_MS * 2 ** (failureCount - 1);
        await clock.sleepUntil(clock.monotonicMs() + Math.min(pauseMs, LONGEST_PAUSE_MS));
      }
      throw unavailable(reason);
    },
  };
}

const unavailable = (reason: string) =>
  coreError(
    "ERR_COLLECTOR_UNAVAILABLE",
    `the collector did not take the trace: ${reason}; check telemetry.otlpEndpoint and its headers. The trace is kept here`,
  );

async function headersOf(
  named: Readonly<Record<string, string>>,
  secretOf: Secrets,
): Promise<Readonly<Record<string, string>>> {
  const headers: Record<string, string> = { "content-type": "application/json" };
  for (const [header, name] of Object.entries(named)) {
    const value = await secretOf(name);
    if (value === undefined) throw unavailable(`the secret ${name} for its header ${header} is not set`);
    headers[header] = value;
  }
  return headers;
}

async function post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Attempt> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers,
      body,
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await beginningOf(response);
    if (response.ok) return { kind: "taken", rejectedCount: rejectedIn(text) };
    const afterMs = Number(response.headers.get("retry-after") ?? Number.NaN) * 1_000;
    return {
      kind: PASSING.includes(response.status) ? "passing" : "refused",
      reason: `it answered ${response.status}`,
      ...(Number.isFinite(afterMs) && afterMs >= 0 && { pauseMs: afterMs }),
    };
  } catch (error) {
    // never the message: it may hold a header
    return { kind: "passing", reason: error instanceof Error ? error.name : "it gave no answer" };
  }
}

async function beginningOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let byteCount = 0;
  for await (const chunk of response.body ?? []) {
    byteCount += chunk.byteLength;
    if (byteCount > MAX_ANSWER_BYTES) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** What was refused of a request that was taken; an answer that says nothing of it took all. */
function rejectedIn(text: string): number {
  try {
    return Answer.parse(JSON.parse(text)).partialSuccess?.rejectedSpans ?? 0;
  } catch {
    return 0;
  }
}
