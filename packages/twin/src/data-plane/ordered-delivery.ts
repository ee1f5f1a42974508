import type { Socket } from "node:net";
import type { World } from "../world/world.ts";

/** First retransmission time-out of an open connection; doubles (RFC 6298 with Linux's floor of 200 ms). */
const FIRST_RTO_MS = 200;
const MAX_RTO_MS = 10_000;
const PACKET_BYTES = 40; // headers

/** Sends chunks of one direction; they are handed over in the order they were sent, as TCP does, however they arrive. */
export function orderedDelivery(
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
