import type { World } from "./world.ts";

const BYTES_PER_GB = 1e9;
const AGE_MS = 10_000;

/** Bytes of thirty days in each direction, as seen from the connection's end `a`. */
export interface MonthBytes {
  forward: number;
  reverse: number;
}

const made = new WeakMap<World, { readonly atMs: number; readonly bytes: ReadonlyMap<string, MonthBytes> }>();

/** What the estate's flows put on each connection in thirty days as they are routed now; looked at anew every ten seconds. */
export function bytesByConnection(world: World): ReadonlyMap<string, MonthBytes> {
  const nowMs = world.clock.nowMs();
  const known = made.get(world);
  if (known && nowMs - known.atMs < AGE_MS) return known.bytes;
  const bytes = new Map<string, MonthBytes>();
  for (const { source, destination, monthlyGb } of world.atlas.estate.flows)
    for (const { connection, isForward } of world.traceBetween(source, destination).crossings) {
      const sum = bytes.get(connection.id) ?? { forward: 0, reverse: 0 };
      if (isForward) sum.forward += monthlyGb * BYTES_PER_GB;
      else sum.reverse += monthlyGb * BYTES_PER_GB;
      bytes.set(connection.id, sum);
    }
  made.set(world, { atMs: nowMs, bytes });
  return bytes;
}
