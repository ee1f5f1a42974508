import type { Connection, TopologyConnection } from "@skylane/core";

/** The internet is no carrier: there is no single failure that takes all of it. */
const NO_CARRIER = "internet";

/**
 * What can fail alone and takes the link along: `link:<id>`, `site:<building>`, `carrier:<name>`, and `place:<cloud>:<region>`
 * of each end that is known. What the inventory declares of its building comes before what was seen.
 */
export function sharedRisksOf(
  link: {
    readonly id: string;
    readonly carrier?: string | undefined;
    readonly location?: string | undefined;
    readonly ends?: readonly Pick<TopologyConnection["ends"][number], "cloud" | "regionId">[];
  },
  declared: Pick<Connection, "site"> | undefined,
): readonly string[] {
  const { id, carrier, location, ends = [] } = link;
  const site = declared?.site ?? location;
  return [
    `link:${id}`,
    ...(site === undefined ? [] : [`site:${site}`]),
    ...(carrier === undefined || carrier === NO_CARRIER ? [] : [`carrier:${carrier}`]),
    ...ends.flatMap(({ cloud, regionId }) => (cloud !== undefined && regionId ? [`place:${cloud}:${regionId}`] : [])),
  ];
}
