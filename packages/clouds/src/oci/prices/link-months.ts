import { priceBook } from "@skylane/core";
import { type ListPrice, listPriceOf } from "../../_shared/list-price.ts";
import { ociPrices } from "./index.ts";

const { find } = priceBook(ociPrices);

/** List price of a month of a virtual circuit that fills a port; `undefined` for other bandwidths. VPN and peerings have none. */
export const circuitPrice = (bandwidthMbps: number | undefined, regionId: string): ListPrice | undefined =>
  bandwidthMbps === undefined
    ? undefined
    : listPriceOf(find({ cloud: "oci", item: "dedicated-port", regionId, bandwidthMbps }));
