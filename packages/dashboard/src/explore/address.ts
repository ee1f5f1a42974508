import { PathStateName } from "@skylane/core";

/** All that the Explore page shows besides the data; it stands in the address, so that a look can be sent to someone. */
export interface Address {
  /** What the panel is about: a connection's id, a key of a network or gateway, a place, a bundle or a finding. */
  readonly select?: string;
  readonly view: "graph" | "map";
  /** States that are shown; empty = all. */
  readonly states: readonly PathStateName[];
  readonly undeclaredOnly: boolean;
  readonly findingsOnly: boolean;
  /** Places whose folded networks are shown one by one. */
  readonly open: readonly string[];
}

export const EXPLORE = "#/explore";
export const wholeEstate: Address = { view: "graph", states: [], undeclaredOnly: false, findingsOnly: false, open: [] };

export const isExplore = (hash: string): boolean => /^#\/explore(\?|$)/.test(hash);

/** What an address asks for; what it does not understand it leaves out. */
export function readAddress(hash: string): Address {
  const asked = new URLSearchParams(hash.slice(hash.indexOf("?") + 1 || hash.length));
  const select = asked.get("select");
  return {
    ...(select ? { select } : {}),
    view: asked.get("view") === "map" ? "map" : "graph",
    states: PathStateName.options.filter((state) => asked.getAll("state").includes(state)),
    undeclaredOnly: asked.has("undeclared"),
    findingsOnly: asked.has("findings"),
    open: [...new Set(asked.getAll("open"))].sort(),
  };
}

/** The address that `readAddress` understands as this. */
export function writeAddress({ select, view, states, undeclaredOnly, findingsOnly, open }: Address): string {
  const asked = new URLSearchParams();
  if (select) asked.set("select", select);
  if (view === "map") asked.set("view", view);
  for (const state of states) asked.append("state", state);
  if (undeclaredOnly) asked.set("undeclared", "1");
  if (findingsOnly) asked.set("findings", "1");
  for (const place of open) asked.append("open", place);
  const text = asked.toString();
  return text === "" ? EXPLORE : `${EXPLORE}?${text}`;
}

/** The same look without anything chosen. */
export function withoutChoice({ select: _, ...rest }: Address): Address {
  return rest;
}
