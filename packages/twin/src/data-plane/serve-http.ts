import type { Duplex } from "node:stream";
import type { WorldClock } from "../world/clock.ts";

const MAX_HEAD_BYTES = 8_192;

/** What listens at a destination: a small HTTP server that says who it is, once. */
export function serveHttp(stream: Duplex, host: string, clock: WorldClock): void {
  let heard = "";
  stream.on("data", (chunk: Buffer) => {
    heard = (heard + chunk.toString("latin1")).slice(-MAX_HEAD_BYTES);
    if (!heard.includes("\r\n\r\n")) return;
    stream.end(answerOf(host, clock.nowMs(), heard.startsWith("GET ")));
    heard = "";
  });
}

function answerOf(host: string, nowMs: number, isGet: boolean): string {
  const body = isGet ? JSON.stringify({ host, receivedAtMs: Math.round(nowMs) }) : "";
  return `HTTP/1.1 ${isGet ? "200 OK" : "405 Method Not Allowed"}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`;
}
