import type { Connection, TopologyConnection } from "@skylane/core";

/** Something that can fail alone, with the links it takes along. */
export interface Risk {
  /** `link:<id>`, `site:<building>`, `carrier:<name>` or `place:<cloud>:<region>`. */
  readonly id: string;
  readonly name: string;
  readonly links: readonly number[];
}

/** The internet is no carrier: there is no single failure that takes all of it. */
export const NO_CARRIER = "internet";

/** What can fail alone and takes this connection along, as ids. */
export const risksOfConnection = (
  { id, carrier, location, ends }: TopologyConnection,
  row: Connection | undefined,
): readonly string[] => {
  const site = row?.site ?? location;
  return [
    `link:${id}`,
    ...(site === undefined ? [] : [`site:${site}`]),
    ...(carrier === undefined || carrier === NO_CARRIER ? [] : [`carrier:${carrier}`]),
    ...ends.flatMap(({ cloud, regionId }) => (cloud !== undefined && regionId ? [`place:${cloud}:${regionId}`] : [])),
  ];
};

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
    for (const id of risksOfConnection(connection, inventory.get(connection.id)))
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
