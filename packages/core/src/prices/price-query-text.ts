import type { PriceQuery } from "../model/price.ts";

/** A row that is asked for, in words. */
export const priceQueryText = ({ cloud, item, regionId, to, variant, bandwidthMbps }: PriceQuery): string =>
  [
    `${cloud}/${item} in ${regionId}`,
    to && `to ${to.cloud}:${to.regionId}`,
    variant,
    bandwidthMbps !== undefined && `${bandwidthMbps} Mbps`,
  ]
    .filter(Boolean)
    .join(", ");
