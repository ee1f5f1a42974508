import type { TopologyView } from "@skylane/core";
import type { RegionCoordinates } from "./map/project.ts";

/** Where the Regions and sites are, by the id of their place; `undefined` where none is known. */
export function coordinatesOf(view: TopologyView | undefined): RegionCoordinates | undefined {
  if (!view || view.places.length === 0) return undefined;
  return Object.fromEntries(view.places.map(({ cloud, regionId, ...at }) => [`${cloud}:${regionId}`, at]));
}
