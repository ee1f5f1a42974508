import type { Socket } from "node:net";
import type { World } from "../world/world.ts";
import type { Asked } from "./handshake.ts";

/** First retransmission time-out of an open connection; doubles (RFC 6298 with Linux's floor of 200 ms). */
const FIRST_RTO_MS = 200;
const MAX_RTO_MS = 10_000;
const PACKET_BYTES = 40; // headers

/** Carries an open connection: each chunk goes by the route of its moment, and again after a time-out if it is lost. */
export function carry(world: World, asked: Asked, socket: Socket): void {
  let heard = "";
  socket.on("data", (chunk: Buffer) => {
    deliver(world, asked.source, asked.host, chunk.length, socket, () => {
      heard = (heard + chunk.toString("latin1")).slice(-8_192);
      if (!heard.includes("\r\n\r\n")) return;
      const isGet = heard.startsWith("GET ");
      heard = "";
      answer(world, asked, socket, isGet);
    });
  });
  socket.resume();
}

/** What listens at every destination: a small HTTP server that says who it is. */
function answer(world: World, asked: Asked, socket: Socket, isGet: boolean): void {
  const body = isGet ? JSON.stringify({ host: asked.host, receivedAtMs: Math.round(world.clock.nowMs()) }) : "";
  const head = `HTTP/1.1 ${isGet ? "200 OK" : "405 Method Not Allowed"}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n`;
  deliver(world, asked.host, asked.source, head.length + body.length, socket, () => socket.end(head + body));
}

function deliver(
  world: World,
  from: string,
  to: string,
  bytes: number,
  socket: Socket,
  arrived: () => void,
  rtoMs = FIRST_RTO_MS,
): void {
  if (socket.destroyed) return;
  const fate = world.send(from, to, bytes + PACKET_BYTES);
  if (fate.kind === "arrives") {
    world.clock.after(fate.delayMs, () => {
      if (!socket.destroyed) arrived();
    });
    return;
  }
  world.clock.after(rtoMs, () => deliver(world, from, to, bytes, socket, arrived, Math.min(MAX_RTO_MS, rtoMs * 2)));
}
