import type { Estimates } from "@skylane/core";
import { allClouds } from "./_all.gen.ts";
import type { Cloud } from "./_shared/define-cloud.ts";

/** Places and list prices of all clouds, as their adapters know them. */
export function estimatesOf(clouds: readonly Cloud[] = allClouds): Estimates {
  const byId = new Map(clouds.map((cloud) => [cloud.profile.id, cloud]));
  return {
    locate(cloud, regionId) {
      const place = byId.get(cloud)?.regions?.[regionId];
      return place && { latitudeDeg: place[0], longitudeDeg: place[1] };
    },
    transferUsdPerGb: (kind, from, to) => byId.get(from.cloud)?.transferPrice?.(kind, from.regionId, to)?.usdPerGb,
  };
}
