import type { PriceRow } from "@skylane/core";
import { gatewayPrices } from "./gateways.ts";
import { internetPrices } from "./internet.ts";
import { portPrices } from "./ports.ts";
import { serverlessPrices } from "./serverless.ts";
import { transferPrices } from "./transfer.ts";

/**
 * The price list of AWS as far as it is known. Under the EU Data Act AWS lowers its fees for data that customers in the EU move
 * to, or keep in step with, another provider, on request: how far is agreed with each, so there is no row for it.
 */
export const awsPrices: readonly PriceRow[] = [
  ...portPrices,
  ...gatewayPrices,
  ...internetPrices,
  ...transferPrices,
  ...serverlessPrices,
];
