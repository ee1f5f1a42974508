import * as z from "zod";
import type { EstateApplication } from "../estate/application.ts";
import { contains } from "../world/prefix.ts";
import type { World } from "../world/world.ts";
import { otlpBody, type Resource } from "./otlp-body.ts";
import { playRequest } from "./play-request.ts";
import type { PlayedSpan } from "./played-span.ts";

/** Where applications send their spans: what `OTEL_EXPORTER_OTLP_ENDPOINT` and `OTEL_EXPORTER_OTLP_HEADERS` say. */
export const TelemetryTarget = z.strictObject({
  /** Base of an OTLP/HTTP receiver; `/v1/traces` is added. */
  endpoint: z.url({ protocol: /^https?$/, error: "must be a URL with http or https" }),
  headers: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/), z.string().max(4_096)).default({}),
});
export type TelemetryTarget = z.infer<typeof TelemetryTarget>;

/** The applications of an estate, which run as long as somebody wants to know of it. */
export interface Applications {
  /** Begins; to somebody else from now on, if they run already. Absent = they end, and what was not sent is gone. */
  sendTo(target: TelemetryTarget | undefined): void;
  /** What was sent and not: nobody else sees it. */
  counts(): { readonly requestCount: number; readonly sentSpanCount: number; readonly lostSpanCount: number };
}

/** Sends a request of OTLP; false = it may be sent again. */
export type Post = (url: string, headers: Readonly<Record<string, string>>, body: string) => Promise<boolean>;

/** `OTEL_BSP_SCHEDULE_DELAY`, `_MAX_QUEUE_SIZE` and `_MAX_EXPORT_BATCH_SIZE`, of which the last two are the usual. */
const SEND_EVERY_MS = 20_000;
const MAX_QUEUE = 2_048;
const MAX_BATCH = 512;

/** Brings an estate's applications to life, once they are told where to send their spans. */
export function createApplications(world: World, random: () => number, post: Post = postByHttp): Applications {
  const { applications } = world.atlas.estate;
  const queues = new Map<string, PlayedSpan[]>();
  let target: TelemetryTarget | undefined;
  let cancels: (() => void)[] = [];
  const counts = { requestCount: 0, sentSpanCount: 0, lostSpanCount: 0 };

  const every = (intervalMs: number, firstMs: number, run: () => void): void => {
    const at = cancels.length;
    const again = (delayMs: number): void => {
      cancels[at] = world.clock.after(delayMs, () => {
        again(intervalMs);
        run();
      });
    };
    again(firstMs);
  };
  const ask = (service: string, route: string): void => {
    counts.requestCount += 1;
    const { spans, endMs } = playRequest(
      { world, applications, random },
      { service, route, atMs: world.clock.nowMs() },
    );
    // a span is there when it is over
    world.clock.after(endMs - world.clock.nowMs(), () => {
      for (const span of spans) queue(span);
    });
  };
  const queue = (span: PlayedSpan): void => {
    const waiting = queues.get(span.service) ?? [];
    queues.set(span.service, waiting);
    if (waiting.length < MAX_QUEUE) waiting.push(span);
    else counts.lostSpanCount += 1;
  };
  const flush = async (application: EstateApplication): Promise<void> => {
    const waiting = queues.get(application.service) ?? [];
    const batch = waiting.splice(0, MAX_BATCH);
    if (batch.length === 0 || !target) return;
    const body = JSON.stringify(otlpBody(resourceOf(world, application), batch));
    if (await post(`${target.endpoint.replace(/\/$/, "")}/v1/traces`, target.headers, body)) {
      counts.sentSpanCount += batch.length;
      return;
    }
    waiting.unshift(...batch);
    counts.lostSpanCount += waiting.splice(MAX_QUEUE).length;
  };
  const begin = (): void => {
    applications.forEach((application, i) => {
      for (const { route, askedEverySeconds } of application.routes)
        if (askedEverySeconds !== undefined)
          every(askedEverySeconds * 1_000, 1_000, () => ask(application.service, route));
      // not all at the same moment
      every(SEND_EVERY_MS, SEND_EVERY_MS * ((i + 1) / applications.length), () => void flush(application));
    });
  };
  const end = (): void => {
    for (const cancel of cancels) cancel();
    cancels = [];
    queues.clear();
  };
  return {
    sendTo(next) {
      const isRunning = target !== undefined;
      target = next;
      if (next && !isRunning) begin();
      if (!next) end();
    },
    counts: () => ({ ...counts }),
  };
}

/** OpenTelemetry's names of clouds. */
const PROVIDERS: Readonly<Record<string, string>> = { aws: "aws", azure: "azure", gcp: "gcp", oci: "oracle_cloud" };

function resourceOf({ atlas }: World, { service, address }: EstateApplication): Resource {
  const network = atlas.estate.networks.find(({ cidrs }) => cidrs.some((range) => contains(range, address)));
  const provider = network && PROVIDERS[network.cloud];
  return {
    "service.name": service,
    "host.ip": address,
    ...(provider !== undefined && { "cloud.provider": provider }),
    ...(network && { "cloud.region": network.regionId }),
  };
}

const TIMEOUT_MS = 10_000;
/** @see https://opentelemetry.io/docs/specs/otlp/#retryable-response-codes (read 2026-11) */
const RETRYABLE = [429, 502, 503, 504];

const postByHttp: Post = async (url, headers, body) => {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.arrayBuffer();
    return !RETRYABLE.includes(response.status);
  } catch {
    return false;
  }
};
