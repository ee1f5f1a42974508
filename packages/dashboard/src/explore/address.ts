import { PathStateName } from "@skylane/core";
import * as z from "zod";
import { many, one, stringifySearch } from "../shell/address.ts";
import { type LayerName, layerNames } from "./layers/names.ts";

/** What stands behind `#/explore?`. */
export const ExploreSearch = z.object({
  select: one(z.string().min(1)),
  view: one(z.literal("map")),
  layer: one(z.enum(layerNames)),
  at: one(z.iso.datetime()),
  state: many(PathStateName),
  undeclared: one(z.string()),
  findings: one(z.string()),
  open: many(z.string()),
});
export type ExploreSearch = z.infer<typeof ExploreSearch>;

/** All that the Explore page shows besides the data; it stands in the address, so that a look can be sent to someone. */
export interface Address {
  /** What the panel is about: a connection's id, a key of a network or gateway, a place, a bundle or a finding. */
  readonly select?: string;
  readonly view: "graph" | "map";
  /** What lines tell. */
  readonly layer: LayerName;
  /** Key of the snapshot that is looked at; absent = as it is now. */
  readonly at?: string;
  /** States that are shown; empty = all. */
  readonly states: readonly PathStateName[];
  readonly undeclaredOnly: boolean;
  readonly findingsOnly: boolean;
  /** Places whose folded networks are shown one by one. */
  readonly open: readonly string[];
}

export const EXPLORE = "#/explore";
export const wholeEstate: Address = {
  view: "graph",
  layer: "health",
  states: [],
  undeclaredOnly: false,
  findingsOnly: false,
  open: [],
};

/** The look that an address asks for. */
export const addressOf = ({ select, view, layer, at, state, undeclared, findings, open }: ExploreSearch): Address => ({
  ...(select !== undefined && { select }),
  view: view ?? "graph",
  layer: layer ?? "health",
  ...(at !== undefined && { at }),
  states: PathStateName.options.filter((one) => state?.includes(one)),
  undeclaredOnly: undeclared !== undefined,
  findingsOnly: findings !== undefined,
  open: (open ?? []).toSorted(),
});

/** What `addressOf` understands as this. */
export const searchOf = ({
  select,
  view,
  layer,
  at,
  states,
  undeclaredOnly,
  findingsOnly,
  open,
}: Address): ExploreSearch => ({
  ...(select !== undefined && { select }),
  ...(view === "map" && { view }),
  ...(layer !== "health" && { layer }),
  ...(at !== undefined && { at }),
  ...(states.length > 0 && { state: states }),
  ...(undeclaredOnly && { undeclared: "1" }),
  ...(findingsOnly && { findings: "1" }),
  ...(open.length > 0 && { open }),
});

/** The address of a look. */
export const writeAddress = (address: Address): string => `${EXPLORE}${stringifySearch(searchOf(address))}`;

/** The same look without anything chosen. */
export function withoutChoice({ select: _, ...rest }: Address): Address {
  return rest;
}

/** The same look as it is now. */
export function ofNow({ at: _, ...rest }: Address): Address {
  return rest;
}
