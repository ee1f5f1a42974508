import { sendFirst } from "../data-plane/first-packet.ts";
import type { ApplicationStep, EstateApplication } from "../estate/application.ts";
import type { World } from "../world/world.ts";
import type { PlayedSpan } from "./played-span.ts";

/** How long a client waits for its answer. */
const TIMEOUT_MS = 5_000;
/** What is lost is sent again after this, then after twice as long. @see RFC 6298 §5, with Linux's least wait of 200 ms */
const FIRST_RETRANSMISSION_MS = 200;
const REQUEST_BYTES = 600;
const ANSWER_BYTES = 12_000;
/** Work takes that much longer or shorter each time. */
const STRAY_RATIO = 0.05;

/** What a request is played in. */
export interface Stage {
  readonly world: Pick<World, "send" | "admits">;
  readonly applications: readonly EstateApplication[];
  readonly random: () => number;
}

interface Done {
  readonly endMs: number;
  readonly isError: boolean;
}

/**
 * A request of a user, and all that it sets off: its spans, and when it is over. What goes from machine to machine takes what the world's
 * links take at this moment; what is lost there is sent again until the client gives up.
 */
export function playRequest(
  { world, applications, random }: Stage,
  asked: { readonly service: string; readonly route: string; readonly atMs: number },
): { readonly spans: readonly PlayedSpan[]; readonly endMs: number } {
  const spans: PlayedSpan[] = [];
  const hex = (digits: number): string =>
    Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join("");
  const traceId = hex(32);
  const strayed = (ms: number): number => ms * (1 + (random() * 2 - 1) * STRAY_RATIO);
  const findRoute = (service: string, route: string) => {
    const application = applications.find((one) => one.service === service);
    const found = application?.routes.find((one) => one.route === route);
    if (!application || !found) throw new Error(`no application answers ${route} as ${service}`);
    return { application, steps: found.steps };
  };

  /** How long it takes to get there; `undefined` = it never does. */
  function carry(from: EstateApplication, to: EstateApplication, bytes: number, isAnswer: boolean): number | undefined {
    let waitedMs = 0;
    for (let pauseMs = FIRST_RETRANSMISSION_MS; waitedMs < TIMEOUT_MS; pauseMs *= 2) {
      const packet = { from: from.address, to: to.address, port: to.port, protocol: "tcp" } as const;
      const fate = isAnswer ? world.send(packet.from, packet.to, bytes) : sendFirst(world, packet, bytes);
      if (fate.kind === "arrives") return waitedMs + fate.delayMs;
      waitedMs += pauseMs;
    }
    return undefined;
  }

  function answer(service: string, route: string, path: string, startMs: number, parentSpanId?: string): Done {
    const { application, steps } = findRoute(service, route);
    const [method = "", template = ""] = route.split(" ");
    const spanId = hex(16);
    let done: Done = { endMs: startMs, isError: false };
    for (const step of steps) if (!done.isError) done = take(application, step, spanId, done.endMs);
    spans.push({
      service,
      traceId,
      spanId,
      parentSpanId,
      name: route,
      kind: "server",
      startMs,
      ...done,
      attributes: {
        "http.request.method": method,
        "http.route": template,
        "url.path": path,
        "http.response.status_code": done.isError ? 502 : 200,
      },
    });
    return done;
  }

  function take(application: EstateApplication, step: ApplicationStep, parentSpanId: string, startMs: number): Done {
    if (step.kind === "call") {
      let done: Done = { endMs: startMs, isError: false };
      for (let n = 0; n < step.times && !done.isError; n += 1)
        done = call(application, step, parentSpanId, done.endMs, n);
      return done;
    }
    const endMs = startMs + strayed(step.ms);
    spans.push({
      service: application.service,
      traceId,
      spanId: hex(16),
      parentSpanId,
      name: step.name,
      kind: step.kind === "query" ? "client" : "internal",
      startMs,
      endMs,
      isError: false,
      attributes: step.kind === "query" ? { "db.system.name": step.system, "db.namespace": step.database } : {},
    });
    return { endMs, isError: false };
  }

  function call(
    from: EstateApplication,
    { service, route }: Extract<ApplicationStep, { kind: "call" }>,
    parentSpanId: string,
    startMs: number,
    n: number,
  ): Done {
    const { application: to } = findRoute(service, route);
    const spanId = hex(16);
    const [method = "", template = ""] = route.split(" ");
    const path = template.replaceAll(/\{\w+\}/g, String(n + 1));
    const sentMs = carry(from, to, REQUEST_BYTES, false);
    const served = sentMs === undefined ? undefined : answer(service, route, path, startMs + sentMs, spanId);
    const backMs = served && carry(to, from, ANSWER_BYTES, true);
    const isHeard = served !== undefined && backMs !== undefined && served.endMs + backMs <= startMs + TIMEOUT_MS;
    const endMs = isHeard ? served.endMs + backMs : startMs + TIMEOUT_MS;
    const isError = !isHeard || served.isError;
    spans.push({
      service: from.service,
      traceId,
      spanId,
      parentSpanId,
      name: method,
      kind: "client",
      startMs,
      endMs,
      isError,
      attributes: {
        "http.request.method": method,
        "url.full": `http://${to.address}:${to.port}${path}`,
        "server.address": to.address,
        "server.port": to.port,
        "peer.service": service,
        ...(isHeard ? { "http.response.status_code": isError ? 502 : 200 } : { "error.type": "timeout" }),
      },
    });
    return { endMs, isError };
  }

  const [, path = "/"] = asked.route.split(" ");
  answer(asked.service, asked.route, path, asked.atMs);
  return { spans, endMs: Math.max(...spans.map(({ endMs }) => endMs)) };
}
