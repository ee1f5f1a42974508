import { mapByWorld } from "../../../world/kept-by-world.ts";
import type { World } from "../../../world/world.ts";

/** What EC2 is at work on, by the id of the object or of what happens to it. */
const underWay = mapByWorld<() => void>();

/** Begins something that takes so long in the real one; `done` runs at its end, unless the object is gone by then. */
export function begin(world: World, id: string, realMs: number, done: () => void = () => undefined): void {
  stop(world, id);
  const cancel = world.clock.after(world.provisioningMs(realMs), () => {
    if (underWay(world).get(id) !== cancel) return;
    underWay(world).delete(id);
    done();
  });
  underWay(world).set(id, cancel);
}

export const isUnderWay = (world: World, id: string): boolean => underWay(world).has(id);

/** Leaves something undone. */
export function stop(world: World, id: string): void {
  underWay(world).get(id)?.();
  underWay(world).delete(id);
}
