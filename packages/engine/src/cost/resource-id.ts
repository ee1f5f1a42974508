import type { TopologyConnection } from "@skylane/core";

/** What is compared of an id: bills name a resource by its id, its ARN or its whole path, and not always in the same case. */
export const lastPartOf = (id: string): string => (id.split("/").at(-1) ?? id).toLowerCase();

/** Ids by which clouds, and their bills, know the objects of a link. */
export const objectIdsOf = ({ sightings }: Pick<TopologyConnection, "sightings">): readonly string[] => [
  ...new Set(sightings.flatMap(({ nativeId, aliases }) => [nativeId, ...aliases])),
];
