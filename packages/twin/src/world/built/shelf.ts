/** Things of one kind that API calls made, by id. Whoever keeps the shelf is told of each change. */
export interface Shelf<T> {
  get(id: string): T | undefined;
  has(id: string): boolean;
  ids(): readonly string[];
  /** In the order of their ids, whatever the order they were made in. */
  values(): readonly T[];
  /** Puts a thing there, or in the place of the one with its id. */
  put(id: string, thing: T): void;
  /** False if there was none. */
  remove(id: string): boolean;
  clear(): void;
}

/** An empty shelf; `changed` runs after each change of it. */
export function shelf<T>(changed: () => void): Shelf<T> {
  const things = new Map<string, T>();
  const ids = (): readonly string[] => [...things.keys()].sort();
  return {
    get: (id) => things.get(id),
    has: (id) => things.has(id),
    ids,
    values: () => ids().map((id) => things.get(id) as T),
    put(id, thing) {
      things.set(id, thing);
      changed();
    },
    remove(id) {
      const wasThere = things.delete(id);
      if (wasThere) changed();
      return wasThere;
    },
    clear() {
      if (things.size === 0) return;
      things.clear();
      changed();
    },
  };
}
