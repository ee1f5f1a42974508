import type { Connection, TopologyConnection } from "@skylane/core";
import { sharedRisksOf } from "../shared-risks.ts";

/** Something that can fail alone, with the links it takes along. */
export interface Risk {
  /** As `sharedRisksOf` writes it. */
  readonly id: string;
  readonly name: string;
  readonly links: readonly number[];
}

/**
 * Every single failure that two ways could share: each link, the buildings and carriers they are declared or seen in, and the
 * places whose gateways they end at. A group of one link is that link's own risk and is not listed twice.
 */
export function risksOf(
  connections: readonly TopologyConnection[],
  inventory: ReadonlyMap<string, Connection>,
): readonly Risk[] {
  const groups = new Map<string, Set<number>>();
  for (const [i, connection] of connections.entries())
    for (const id of sharedRisksOf(connection, inventory.get(connection.id)))
      groups.set(id, (groups.get(id) ?? new Set()).add(i));
  return [...groups].flatMap(([id, links]): Risk[] =>
    links.size > 1 || id.startsWith("link:") ? [{ id, name: nameOf(id), links: [...links] }] : [],
  );
}

const NAMES: Readonly<Record<string, string>> = { link: "link", site: "building", carrier: "carrier", place: "" };

const nameOf = (id: string): string => {
  const kind = id.slice(0, id.indexOf(":"));
  return `${NAMES[kind] ?? ""} ${id.slice(kind.length + 1).replace(kind === "place" ? ":" : "", kind === "place" ? " " : "")}`.trim();
};

/** Answers what a risk is called, by its index. */
export const riskNames =
  (risks: readonly Risk[]) =>
  (index: number): string =>
    risks[index]?.name ?? "";
