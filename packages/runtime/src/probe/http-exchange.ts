import { performance } from "node:perf_hooks";
import type { Duplex } from "node:stream";

/** `HTTP/1.1 200`: as much of an answer as says what became of the request. */
const STATUS_BYTES = 12;

/**
 * Sends one GET and waits for the first byte of the answer; answers the time to it. With `isStatusRead` the answer must be
 * one of HTTP with a status below 500. What it says beyond that is not read, and no redirect is followed.
 */
export function httpExchange(
  socket: Duplex,
  { host, port, timeoutMs, isStatusRead }: { host: string; port: number; timeoutMs: number; isStatusRead: boolean },
): Promise<number> {
  return new Promise((resolve, reject) => {
    const startMs = performance.now();
    let rttMs: number | undefined;
    let head = "";
    const fail = (why: string): void => {
      clearTimeout(timer);
      reject(new Error(why));
    };
    const timer = setTimeout(() => fail("timed out"), Math.max(1, timeoutMs));
    socket.on("data", (chunk: Buffer) => {
      rttMs ??= performance.now() - startMs;
      head = (head + chunk.toString("latin1", 0, STATUS_BYTES)).slice(0, STATUS_BYTES);
      if (isStatusRead && head.length < STATUS_BYTES) return;
      if (isStatusRead && !/^HTTP\/1\.[01] [1-4]\d\d$/.test(head)) return fail("connection closed: no usable answer");
      clearTimeout(timer);
      resolve(rttMs);
    });
    socket.once("error", () => fail("connection reset"));
    socket.once("close", () => fail("connection closed"));
    socket.write(`GET / HTTP/1.1\r\nHost: ${host}:${port}\r\nUser-Agent: skylane-probe\r\nConnection: close\r\n\r\n`);
  });
}
