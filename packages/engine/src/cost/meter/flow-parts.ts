import type { FlowRoute } from "./flow-slots.ts";

type Direction = "there" | "back";

/** One direction of a flow: an unknown, of which links are the equations. */
interface Part {
  readonly id: string;
  readonly keys: readonly string[];
  readonly declared: number | undefined;
}

/**
 * Bytes of flows in one slot, `there <id>` and `back <id>`, from the bytes of the links that were counted. Where routing alone tells
 * them they are exact: a link that one flow uses carries that flow's bytes, and what is left after the flows that are known is the last
 * one's. Flows that share all their links are told apart by what their owners say they send: each has that much, or in proportion less
 * where a link carries less; what a link carries beyond that is given to nobody, for nobody knows whose it is. None where a flow on the
 * same link says nothing of itself.
 */
export function flowParts(
  routes: readonly FlowRoute[],
  linkBytes: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const parts = routes.flatMap((route) =>
    (["there", "back"] as const).flatMap((direction: Direction): readonly Part[] =>
      route[direction].length === 0
        ? []
        : [{ id: `${direction} ${route.flowId}`, keys: route[direction], declared: route.declared[direction] }],
    ),
  );
  const users = new Map<string, Part[]>();
  for (const part of parts)
    for (const key of part.keys) if (linkBytes.has(key)) users.set(key, [...(users.get(key) ?? []), part]);
  const known = new Map<string, number>();
  const leftOf = (key: string): number =>
    (users.get(key) ?? []).reduce((left, { id }) => left - (known.get(id) ?? 0), linkBytes.get(key) ?? 0);
  const openOf = (key: string): readonly Part[] => (users.get(key) ?? []).filter(({ id }) => !known.has(id));

  // a link that one flow uses says more than what is left of one that several use
  const links = [...users.keys()].sort(
    (a, b) => (users.get(a)?.length ?? 0) - (users.get(b)?.length ?? 0) || (a < b ? -1 : 1),
  );
  for (let isSolving = true; isSolving; ) {
    isSolving = false;
    for (const key of links) {
      const [only, ...others] = openOf(key);
      if (!only || others.length > 0) continue;
      known.set(only.id, Math.max(0, leftOf(key)));
      isSolving = true;
    }
  }
  const ratios = new Map(
    links.map((key) => {
      const open = openOf(key);
      const said = open.reduce((sum, { declared }) => sum + (declared ?? Number.NaN), 0);
      return [key, said > 0 ? Math.min(1, Math.max(0, leftOf(key)) / said) : Number.NaN] as const;
    }),
  );
  const atLeast = parts.flatMap(({ id, keys, declared }) => {
    const own = keys.flatMap((key) => ratios.get(key) ?? []);
    const bytes = known.has(id) || own.length === 0 ? Number.NaN : (declared ?? Number.NaN) * Math.min(...own);
    return Number.isNaN(bytes) ? [] : [[id, bytes] as const];
  });
  return new Map([...known, ...atLeast]);
}
