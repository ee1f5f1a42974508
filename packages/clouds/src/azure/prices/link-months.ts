import { priceBook } from "@skylane/core";
import { type ListPrice, listPriceOf } from "../../_shared/list-price.ts";
import { azurePrices } from "./index.ts";

const { find } = priceBook(azurePrices);

/**
 * List price of a month of a circuit in a Region; `undefined` where none is known. VPN connections have none: the first ten of
 * a gateway are part of its price, and peerings are paid by the gigabyte.
 */
export function circuitPrice(
  sku: { readonly tier?: string; readonly family?: string } | undefined,
  bandwidthMbps: number | undefined,
  regionId: string,
): ListPrice | undefined {
  if (sku?.tier !== "Standard" || bandwidthMbps === undefined) return undefined;
  const item = sku.family === "UnlimitedData" ? "unlimited-circuit" : "metered-circuit";
  return listPriceOf(find({ cloud: "azure", item, regionId, bandwidthMbps }));
}
