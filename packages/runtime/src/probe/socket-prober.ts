import type { Socket } from "node:net";
import { performance } from "node:perf_hooks";
import type { ProbeAnswer, ProbeOutcome, ProbeRequest, Prober } from "@skylane/core";
import type { OpenSocket } from "./open-socket.ts";

/**
 * Probes with real sockets and a monotonic clock. TCP: the handshake's time. HTTP: handshake, then one GET, whose time to
 * the first byte is the RTT. Every probe uses a new connection, so that it takes the route of this moment.
 */
export const socketProber = (open: OpenSocket): Prober => ({
  async probe(request): Promise<ProbeAnswer> {
    const startMs = performance.now();
    const leftMs = (): number => request.timeoutMs - (performance.now() - startMs);
    let socket: Socket | undefined;
    try {
      socket = await open({ ...request, timeoutMs: request.timeoutMs });
      if (request.kind === "tcp") return { outcome: "ok", rttMs: performance.now() - startMs };
      const askedMs = performance.now();
      await firstByte(socket, request, leftMs());
      return { outcome: "ok", rttMs: performance.now() - askedMs };
    } catch (error) {
      return { outcome: outcomeOf(error) };
    } finally {
      socket?.destroy();
    }
  },
});

function firstByte(socket: Socket, { host, port }: ProbeRequest, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("timed out")), Math.max(1, timeoutMs));
    const settle = (run: () => void) => () => {
      clearTimeout(timer);
      run();
    };
    socket.once("data", settle(resolve));
    socket.once(
      "error",
      settle(() => reject(new Error("connection reset"))),
    );
    socket.once(
      "close",
      settle(() => reject(new Error("connection closed"))),
    );
    socket.write(`GET / HTTP/1.1\r\nHost: ${host}:${port}\r\nUser-Agent: skylane-probe\r\nConnection: close\r\n\r\n`);
  });
}

/** What a failed connection says about the path; what fails on this side of it is a `vantage-error`. */
export function outcomeOf(error: unknown): ProbeOutcome {
  const text = error instanceof Error ? `${error.message} ${"code" in error ? String(error.code) : ""}` : String(error);
  if (/the proxy did not serve/.test(text)) return "vantage-error";
  if (/timed out|ETIMEDOUT/i.test(text)) return "timeout";
  if (/ConnectionRefused|rejected.*refused/i.test(text)) return "refused";
  if (/HostUnreachable|NetworkUnreachable|TTLExpired|EHOSTUNREACH|ENETUNREACH/i.test(text)) return "unreachable";
  if (/connection reset|connection closed/i.test(text)) return "refused";
  if (/ECONNREFUSED/i.test(text)) return "refused";
  return "vantage-error";
}
