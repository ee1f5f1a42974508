import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import type { World } from "../world/world.ts";
import { orderedDelivery } from "./ordered-delivery.ts";

/** Who sends to whom. */
export interface Pair {
  readonly source: string;
  readonly host: string;
}

/**
 * The host's end of an open connection whose other end `socket` is: each chunk goes by the route of its moment, and again after
 * a time-out if it is lost. The end goes with the last chunk.
 */
export function hostEnd(world: World, { source, host }: Pair, socket: Socket): Duplex {
  const toHost = orderedDelivery(world, source, host, socket);
  const toClient = orderedDelivery(world, host, source, socket);
  let underwayCount = 0;
  let isOver = false;
  const endIfDone = (): void => {
    if (isOver && underwayCount === 0) socket.end();
  };
  const end = new Duplex({
    read() {},
    write(chunk: Buffer, _, done) {
      underwayCount += 1;
      toClient(chunk.length, () => {
        socket.write(chunk);
        underwayCount -= 1;
        endIfDone();
      });
      done();
    },
    final(done) {
      isOver = true;
      endIfDone();
      done();
    },
  });
  end.on("error", () => end.destroy());
  socket.on("data", (chunk: Buffer) => toHost(chunk.length, () => void end.push(chunk)));
  end.once("close", () => {
    if (!isOver) socket.destroy();
  });
  socket.once("close", () => end.destroy());
  socket.resume();
  return end;
}
