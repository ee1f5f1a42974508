import type { World } from "./world.ts";

const MONTH_MS = 30 * 86_400_000;

/** Bytes of the last thirty days in each direction, as seen from the connection's end `a`. */
export interface MonthBytes {
  forward: number;
  reverse: number;
}

/** What the estate's flows put on a connection in the last thirty days, over the ways that packets had then. */
export function monthBytesOf({ traffic, clock }: World, connectionId: string): MonthBytes {
  const nowMs = clock.nowMs();
  const [forward = 0, reverse = 0] = [true, false].map((isForward) =>
    Math.round(traffic.bytes(connectionId, isForward, nowMs - MONTH_MS, nowMs)),
  );
  return { forward, reverse };
}
