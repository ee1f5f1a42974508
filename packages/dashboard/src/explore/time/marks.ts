import type { Topology, TopologyChange, TopologyView } from "@skylane/core";

/** What became of a thing since the look before. */
export type Mark = "came" | "went" | "changed";
const MARKS = { added: "came", removed: "went", changed: "changed" } as const;
/** One character for a picture. */
export const markSigns: Readonly<Record<Mark, string>> = { came: "+", went: "−", changed: "~" };

/** Marks by the key or id of what they are on. */
export const marksOf = (changes: readonly TopologyChange[]): ReadonlyMap<string, Mark> =>
  new Map(changes.filter(({ what }) => what !== "route").map(({ subject, kind }) => [subject, MARKS[kind]] as const));

/** A look with what went since the one before still in it, so that it can be drawn where it was. */
export function withGone<View extends TopologyView & { readonly topology: Topology }>(
  view: View,
  before: Topology,
  marks: ReadonlyMap<string, Mark>,
): View {
  const { networks, gateways, connections } = view.topology;
  const isGone = (key: string): boolean => marks.get(key) === "went";
  return {
    ...view,
    topology: {
      ...view.topology,
      networks: [...networks, ...before.networks.filter(({ key }) => isGone(key))],
      gateways: [...gateways, ...before.gateways.filter(({ key }) => isGone(key))],
      connections: [...connections, ...before.connections.filter(({ id }) => isGone(id))],
    },
  };
}

/** Marks of things that are drawn as one: `+2 −1`; empty where nothing changed. */
export function markText(keys: readonly string[], marks: ReadonlyMap<string, Mark>): string {
  const own = keys.flatMap((key) => marks.get(key) ?? []);
  return (["came", "went", "changed"] as const)
    .map((mark) => ({ mark, count: own.filter((one) => one === mark).length }))
    .filter(({ count }) => count > 0)
    .map(({ mark, count }) => `${markSigns[mark]}${keys.length > 1 ? count : ""}`)
    .join(" ");
}

/** The mark that all of them bear; `changed` where they differ, absent where none bears one. */
export function commonMark(keys: readonly string[], marks: ReadonlyMap<string, Mark>): Mark | undefined {
  const own = new Set(keys.map((key) => marks.get(key)));
  const [only] = own;
  return own.size === 1 ? only : "changed";
}
