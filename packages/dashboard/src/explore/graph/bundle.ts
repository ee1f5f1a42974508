import type { TopologyConnection } from "@skylane/core";
import { compare, type EstateIndex } from "../estate-index.ts";
import type { Layer, Reading } from "../layers/scale.ts";
import { readingOf } from "../layers/scale.ts";
import { commonMark, type Mark, markText } from "../time/marks.ts";
import { bundleMark } from "../words.ts";
import type { PlaceItems } from "./fold.ts";

/** Connections between the same two boxes, drawn as one line; declared and undeclared ones apart. */
export interface Bundle {
  readonly key: string;
  /** Keys of the boxes, in alphabetical order; the same twice for links inside a fold. */
  readonly ends: readonly [string, string];
  readonly connections: readonly TopologyConnection[];
  readonly isDeclared: boolean;
}

/** A bundle as it is drawn: what a filter leaves of it, and what its line tells. */
export interface ShownBundle extends Bundle {
  /** On the line, beside its colour and width. */
  readonly mark: string;
  readonly isLit: boolean;
  /** What the layer says; absent = its states are shown. */
  readonly reading?: Reading;
  /** What became of all of it since the look before. */
  readonly became?: Mark;
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

/** What lines are drawn by. */
export interface Drawing {
  readonly index: Pick<EstateIndex, "findingsOn" | "marks">;
  /** Ids of the connections that the filter leaves. */
  readonly shown: ReadonlySet<string>;
  /** Keys of what is chosen and what it touches. */
  readonly lit: ReadonlySet<string>;
  /** Absent = by their states. */
  readonly layer?: Layer | undefined;
}

/** A bundle as a filter leaves it, with what stands on its line; undefined if it leaves nothing, or there is no line. */
export function shownBundle<One extends Bundle & { readonly curves: readonly unknown[] }>(
  one: One,
  { index: { findingsOn, marks }, shown, lit, layer }: Drawing,
): (One & ShownBundle) | undefined {
  const connections = one.connections.filter(({ id }) => shown.has(id));
  if (connections.length === 0 || one.curves.length === 0) return undefined;
  const ids = connections.map(({ id }) => id);
  const isAlarming = ids.some((id) =>
    findingsOn.get(id)?.some(({ severity }) => severity === "critical" || severity === "high"),
  );
  const reading = layer && readingOf(layer, connections);
  const became = commonMark(ids, marks);
  return {
    ...one,
    connections,
    mark: [
      ...(reading ? [reading.mark] : [...(isAlarming ? ["▲"] : []), bundleMark(connections)]),
      markText(ids, marks),
    ]
      .filter((part) => part !== "")
      .join(" "),
    isLit: ids.some((id) => lit.has(id)),
    ...(reading && { reading }),
    ...(became && { became }),
  };
}
