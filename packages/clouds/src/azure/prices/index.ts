import type { PriceRow } from "@skylane/core";
import { circuitPrices } from "./circuits.ts";
import { gatewayPrices } from "./gateways.ts";
import { serverlessPrices } from "./serverless.ts";
import { transferPrices } from "./transfer.ts";

/**
 * The price list of Azure as far as it is known. Under the EU Data Act Azure asks only what it costs itself for data that
 * customers in the EU send to another provider, on request: that rate is not published, so there is no row for it.
 */
export const azurePrices: readonly PriceRow[] = [
  ...circuitPrices,
  ...gatewayPrices,
  ...transferPrices,
  ...serverlessPrices,
];
