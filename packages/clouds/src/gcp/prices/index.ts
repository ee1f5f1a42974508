import type { PriceRow } from "@skylane/core";
import { internetPrices } from "./internet.ts";
import { linkPrices } from "./links.ts";
import { serverlessPrices } from "./serverless.ts";
import { transferPrices } from "./transfer.ts";

/** The price list of Google Cloud as far as it is known. Its data is counted in GiB. */
export const gcpPrices: readonly PriceRow[] = [
  ...linkPrices,
  ...internetPrices,
  ...transferPrices,
  ...serverlessPrices,
];
