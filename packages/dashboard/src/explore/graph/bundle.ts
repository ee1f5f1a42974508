import type { TopologyConnection } from "@skylane/core";
import { compare, type EstateIndex } from "../estate-index.ts";
import { bundleMark } from "../words.ts";
import type { PlaceItems } from "./fold.ts";

/** Connections between the same two boxes, drawn as one line; declared and undeclared ones apart. */
export interface Bundle {
  readonly key: string;
  /** Keys of the boxes, in alphabetical order; the same twice for links inside a fold. */
  readonly ends: readonly [string, string];
  readonly connections: readonly TopologyConnection[];
  readonly isDeclared: boolean;
  /** What they cost a day together, where that is what is shown. */
  readonly usd?: number;
}

/** Which box each network, gateway and address is drawn in. */
export const boxKeys = (places: readonly PlaceItems[]): ReadonlyMap<string, string> =>
  new Map(
    places.flatMap(({ gateways, networks }) =>
      [...gateways, ...networks].flatMap(({ key, memberKeys }) => memberKeys.map((member) => [member, key] as const)),
    ),
  );

/** All connections, bundled; every connection is in exactly one bundle. */
export function bundle(
  { topology }: Pick<EstateIndex, "topology">,
  boxOf: ReadonlyMap<string, string>,
): readonly Bundle[] {
  const bundles = new Map<string, { ends: [string, string]; connections: TopologyConnection[]; isDeclared: boolean }>();
  for (const connection of topology.connections) {
    const [from, to] = connection.ends.map(({ at }) => boxOf.get(at) ?? at).sort(compare);
    if (from === undefined || to === undefined) continue;
    const key = JSON.stringify([from, to, connection.isDeclared]);
    const known = bundles.get(key) ?? { ends: [from, to], connections: [], isDeclared: connection.isDeclared };
    known.connections.push(connection);
    bundles.set(key, known);
  }
  return [...bundles].map(([key, rest]) => ({ key, ...rest }));
}

/**
 * Line width in px for a capacity; thinnest where it is unknown, and for peerings, whose capacity is that of the machines at their
 * ends. Ten times the capacity is one step wider.
 */
export function widthOf(connections: readonly Pick<TopologyConnection, "bandwidthMbps" | "kind">[]): number {
  const totalMbps = connections.reduce(
    (sum, { bandwidthMbps, kind }) => sum + (kind === "peering" ? 0 : (bandwidthMbps ?? 0)),
    0,
  );
  return totalMbps <= 0 ? 1.5 : Math.min(7, Math.max(1.5, 1.5 + Math.log10(totalMbps / 100) * 1.5));
}

/** A bundle as a filter leaves it, with what stands on its line; undefined if it leaves nothing, or there is no line. */
export function shownBundle<One extends Bundle & { readonly curves: readonly unknown[] }>(
  one: One,
  { findingsOn }: Pick<EstateIndex, "findingsOn">,
  shown: ReadonlySet<string>,
  lit: ReadonlySet<string>,
): (One & { readonly mark: string; readonly isLit: boolean }) | undefined {
  const connections = one.connections.filter(({ id }) => shown.has(id));
  if (connections.length === 0 || one.curves.length === 0) return undefined;
  const isAlarming = connections.some(({ id }) =>
    findingsOn.get(id)?.some(({ severity }) => severity === "critical" || severity === "high"),
  );
  return {
    ...one,
    connections,
    mark: [...(isAlarming ? ["▲"] : []), bundleMark(connections)].join(" ").trim(),
    isLit: connections.some(({ id }) => lit.has(id)),
  };
}

/** A bundle with what its connections cost a day on its line, in place of their states. */
export function pricedBundle<One extends Bundle & { readonly mark: string }>(
  one: One,
  usdById: ReadonlyMap<string, number>,
): One {
  const usd = one.connections.reduce((sum, { id }) => sum + (usdById.get(id) ?? 0), 0);
  return { ...one, usd, mark: usd >= 1 ? `$${Math.round(usd).toLocaleString("en-US")}` : "" };
}
