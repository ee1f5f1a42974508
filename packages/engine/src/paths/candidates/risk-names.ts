import type { Connection, TopologyConnection } from "@skylane/core";

/** The internet is no carrier: there is no single failure that takes all of it. */
const NO_CARRIER = "internet";

/** What can fail and take the link along: itself, its building, its carrier, and the places it ends at. */
export function riskNamesOf(
  { id, carrier, location, ends }: Pick<TopologyConnection, "id" | "carrier" | "location" | "ends">,
  declared: Pick<Connection, "site"> | undefined,
): readonly string[] {
  const site = declared?.site ?? location;
  return [
    `link:${id}`,
    ...(site === undefined ? [] : [`site:${site}`]),
    ...(carrier === undefined || carrier === NO_CARRIER ? [] : [`carrier:${carrier}`]),
    ...ends.flatMap(({ cloud, regionId }) => (cloud !== undefined && regionId ? [`place:${cloud}:${regionId}`] : [])),
  ];
}
