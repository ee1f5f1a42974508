export { gbOf, unitsOfGb } from "./data-units.ts";
export { type PriceBook, priceBook } from "./price-book.ts";
export { priceQueryText } from "./price-query-text.ts";
export { type StaleRow, staleRows } from "./stale-rows.ts";
export { firstPaidUsd, monthlyUsdOf, tieredUsd } from "./tiered-usd.ts";
