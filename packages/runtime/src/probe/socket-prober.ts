import type { Socket } from "node:net";
import { performance } from "node:perf_hooks";
import type { ProbeAnswer, ProbeOutcome, ProbeRequest, Prober } from "@skylane/core";
import { httpExchange } from "./http-exchange.ts";
import type { OpenSocket } from "./open-socket.ts";
import { secureFor } from "./tls-handshake.ts";
import { directEcho, type Echo } from "./udp-echo.ts";

/** Timers of a process that is not held up are a few milliseconds late at most. */
const HELD_UP_MS = 50;

/**
 * Probes with real sockets and a monotonic clock; what is timed for each kind says `ProbeAnswer`. Every probe uses a new
 * connection, so that it takes the route of this moment. `open` and `echo` say by which way packets leave. A time-out that
 * was noticed late is a `vantage-error`: the answer may have been there while this process was busy or stood still.
 */
export const socketProber = (open: OpenSocket, echo: Echo = directEcho): Prober => ({
  async probe(request): Promise<ProbeAnswer> {
    const startMs = performance.now();
    try {
      return {
        outcome: "ok",
        rttMs: toMicroseconds(await (request.kind === "udp" ? echo(request) : overTcp(open, request))),
      };
    } catch (error) {
      const outcome = outcomeOf(error);
      const isHeldUp = performance.now() - startMs > request.timeoutMs + HELD_UP_MS;
      return { outcome: outcome === "timeout" && isHeldUp ? "vantage-error" : outcome };
    }
  },
});

/** What a timer of JavaScript says beyond that is noise, which would be stored and sent. */
const toMicroseconds = (ms: number): number => Math.round(ms * 1_000) / 1_000;

/** The round trip of a question over a new TCP connection. */
async function overTcp(open: OpenSocket, request: ProbeRequest): Promise<number> {
  const { kind } = request;
  const secure = kind === "tls" || kind === "https" ? secureFor(request) : undefined;
  const startMs = performance.now();
  const leftMs = (): number => request.timeoutMs - (performance.now() - startMs);
  let socket: Socket | undefined;
  try {
    socket = await open(request);
    if (kind === "tcp") return performance.now() - startMs;
    const { host, port } = request;
    if (!secure) return await httpExchange(socket, { host, port, timeoutMs: leftMs(), isStatusRead: false });
    const secured = await secure(socket, leftMs());
    if (kind === "tls") return secured.rttMs;
    const name = request.tls?.serverName ?? host;
    return await httpExchange(secured.socket, { host: name, port, timeoutMs: leftMs(), isStatusRead: true });
  } finally {
    socket?.destroy();
  }
}

/** What a failed connection says about the path; what fails on this side of it is a `vantage-error`. */
export function outcomeOf(error: unknown): ProbeOutcome {
  const text = error instanceof Error ? `${error.message} ${"code" in error ? String(error.code) : ""}` : String(error);
  if (/the proxy did not serve/.test(text)) return "vantage-error";
  if (/^TLS failed/.test(text)) return "refused";
  if (/timed out|ETIMEDOUT/i.test(text)) return "timeout";
  if (/ConnectionRefused|rejected.*refused/i.test(text)) return "refused";
  if (/HostUnreachable|NetworkUnreachable|TTLExpired|EHOSTUNREACH|ENETUNREACH/i.test(text)) return "unreachable";
  if (/connection reset|connection closed|ECONNRESET/i.test(text)) return "refused";
  if (/ECONNREFUSED/i.test(text)) return "refused";
  return "vantage-error";
}
