import type { Socket } from "node:net";
import type { World } from "../world/world.ts";
import type { Asked } from "./handshake.ts";

/** First retransmission time-out of an open connection; doubles (RFC 6298 with Linux's floor of 200 ms). */
const FIRST_RTO_MS = 200;
const MAX_RTO_MS = 10_000;
const PACKET_BYTES = 40; // headers
const MAX_HEAD_BYTES = 8_192;

/** Carries an open connection: each chunk goes by the route of its moment, and again after a time-out if it is lost. */
export function carry(world: World, asked: Asked, socket: Socket): void {
  const toHost = orderedDelivery(world, asked.source, asked.host, socket);
  const toClient = orderedDelivery(world, asked.host, asked.source, socket);
  let heard = "";
  socket.on("data", (chunk: Buffer) => {
    toHost(chunk.length, () => {
      heard = (heard + chunk.toString("latin1")).slice(-MAX_HEAD_BYTES);
      if (!heard.includes("\r\n\r\n")) return;
      const answer = answerOf(world, asked, heard.startsWith("GET "));
      heard = "";
      toClient(answer.length, () => socket.end(answer));
    });
  });
  socket.resume();
}

/** What listens at every destination: a small HTTP server that says who it is. */
function answerOf(world: World, { host }: Asked, isGet: boolean): string {
  const body = isGet ? JSON.stringify({ host, receivedAtMs: Math.round(world.clock.nowMs()) }) : "";
  return `HTTP/1.1 ${isGet ? "200 OK" : "405 Method Not Allowed"}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`;
}

/** Sends chunks of one direction; they are handed over in the order they were sent, as TCP does, however they arrive. */
function orderedDelivery(
  world: World,
  from: string,
  to: string,
  socket: Socket,
): (bytes: number, arrived: () => void) => void {
  const underway: { isHere: boolean; readonly arrived: () => void }[] = [];
  return (bytes, arrived) => {
    const chunk = { isHere: false, arrived };
    underway.push(chunk);
    transmit(world, from, to, bytes + PACKET_BYTES, socket, FIRST_RTO_MS, () => {
      chunk.isHere = true;
      while (underway[0]?.isHere) underway.shift()?.arrived();
    });
  };
}

function transmit(
  world: World,
  from: string,
  to: string,
  bytes: number,
  socket: Socket,
  rtoMs: number,
  arrived: () => void,
): void {
  if (socket.destroyed) return;
  const fate = world.send(from, to, bytes);
  if (fate.kind === "arrives")
    world.clock.after(fate.delayMs, () => {
      if (!socket.destroyed) arrived();
    });
  else
    world.clock.after(rtoMs, () => transmit(world, from, to, bytes, socket, Math.min(MAX_RTO_MS, rtoMs * 2), arrived));
}
