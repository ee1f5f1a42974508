import type { EstateGateway } from "../estate/estate.ts";
import { LIST_END, policyLists } from "../world/router-policy.ts";
import type { PrefixListEntry } from "../world/routing-state.ts";
import type { World } from "../world/world.ts";

/** Without a soft clear, bgpd looks at a changed route-map after its delay timer. */
const ROUTE_MAP_DELAY_MS = 5_000;
/** With one, what was measured on FRR 8.4 (clouds.md 7.2). */
const SOFT_CLEAR_MS = 200;

/** The prefix lists of routers: what is written is read back at once, and moves packets when bgpd has looked at it. */
export interface PrefixLists {
  /** True for a list that a route-map of the estate's matches. */
  isInstalled(router: EstateGateway, name: string): boolean;
  /** Entries as they are written, by sequence. */
  entries(routerId: string, name: string): readonly (readonly [number, PrefixListEntry])[];
  write(router: EstateGateway, name: string, sequence: number, entry: PrefixListEntry): void;
  /** Removes one entry, or without a sequence the whole list. */
  remove(router: EstateGateway, name: string, sequence: number | undefined): void;
  /** `clear bgp … soft`: what waits for the delay timer takes effect shortly. */
  soften(router: EstateGateway, connectionId: string, direction: "in" | "out"): void;
}

/** @see clouds.md 7.2 for the two delays */
export function createPrefixLists(world: World): PrefixLists {
  const written = new Map<string, Map<number, PrefixListEntry>>();
  const waiting = new Map<string, () => void>();
  world.onReset(() => {
    for (const cancel of waiting.values()) cancel();
    waiting.clear();
    written.clear();
  });

  const installed = new Set(
    world.atlas.estate.connections.flatMap(({ id, a, b }) =>
      Object.values(policyLists(id)).flatMap((lists) =>
        Object.values(lists).flatMap((list) => [a, b].map(({ at }) => `${at}|${list}`)),
      ),
    ),
  );
  const listOf = (key: string): Map<number, PrefixListEntry> => {
    const known = written.get(key);
    if (known) return known;
    const made = new Map<number, PrefixListEntry>(installed.has(key) ? [LIST_END] : []);
    written.set(key, made);
    return made;
  };
  const takeEffect = (key: string): void => {
    waiting.delete(key);
    const entries = new Map(listOf(key));
    world.change("vtysh", () => world.routing.prefixLists.set(key, entries));
  };
  const schedule = (key: string, delayMs: number): void => {
    waiting.get(key)?.();
    waiting.set(
      key,
      world.clock.after(delayMs, () => takeEffect(key)),
    );
  };

  return {
    isInstalled: ({ id }, name) => installed.has(`${id}|${name}`),
    entries: (routerId, name) => [...listOf(`${routerId}|${name}`)].sort(([one], [other]) => one - other),
    write(router, name, sequence, entry) {
      const key = `${router.id}|${name}`;
      listOf(key).set(sequence, entry);
      schedule(key, ROUTE_MAP_DELAY_MS);
    },
    remove(router, name, sequence) {
      const key = `${router.id}|${name}`;
      if (sequence === undefined) listOf(key).clear();
      else listOf(key).delete(sequence);
      schedule(key, ROUTE_MAP_DELAY_MS);
    },
    soften(router, connectionId, direction) {
      for (const list of Object.values(policyLists(connectionId)[direction])) {
        const key = `${router.id}|${list}`;
        if (waiting.has(key)) schedule(key, SOFT_CLEAR_MS);
      }
    },
  };
}
