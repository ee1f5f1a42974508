import type { World } from "./world.ts";

/** A list that each world has of its own, empty again when the world is reset. */
export const listByWorld = <T>(): ((world: World) => T[]) =>
  keptByWorld<T[]>(
    () => [],
    (list) => void list.splice(0),
  );

/** A map that each world has of its own, empty again when the world is reset. */
export const mapByWorld = <T>(): ((world: World) => Map<string, T>) =>
  keptByWorld(
    () => new Map<string, T>(),
    (map) => map.clear(),
  );

function keptByWorld<T>(make: () => T, empty: (made: T) => void): (world: World) => T {
  const byWorld = new WeakMap<World, T>();
  return (world) => {
    const known = byWorld.get(world);
    if (known !== undefined) return known;
    const made = make();
    byWorld.set(world, made);
    world.onReset(() => empty(made));
    return made;
  };
}
