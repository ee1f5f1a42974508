import type { World } from "../../world/world.ts";
import { ocid } from "./ocid.ts";

const counts = new WeakMap<World, number>();

/** An OCID that this world has never given to anything. */
export function freshId(world: World, kind: string, regionId: string): string {
  const count = (counts.get(world) ?? 0) + 1;
  counts.set(world, count);
  return ocid(kind, regionId, String(count));
}
