import { BillingMonth, ScopeKind } from "@skylane/core";
import * as z from "zod";
import { one, stringifySearch } from "../shell/address.ts";

/** What stands behind `#/costs?`. */
export const CostsSearch = z.object({
  by: one(ScopeKind),
  month: one(BillingMonth),
  select: one(z.string().min(1)),
});
export type CostsSearch = z.infer<typeof CostsSearch>;

/** All that the page of costs shows besides the data; it stands in the address, so that a look can be sent to someone. */
export interface CostsAddress {
  readonly by: ScopeKind;
  /** Absent = the month that it is. */
  readonly month?: BillingMonth;
  /** Id of an anomaly or a recommendation that is open. */
  readonly select?: string;
}

const COSTS = "#/costs";

/** The look that an address asks for. */
export const costsAddressOf = ({ by, month, select }: CostsSearch): CostsAddress => ({
  by: by ?? "capability",
  ...(month !== undefined && { month }),
  ...(select !== undefined && { select }),
});

/** What `costsAddressOf` understands as this. */
export const costsSearchOf = ({ by, month, select }: CostsAddress): CostsSearch => ({
  ...(by !== "capability" && { by }),
  ...(month !== undefined && { month }),
  ...(select !== undefined && { select }),
});

/** The address of a look. */
export const writeCostsAddress = (address: CostsAddress): string =>
  `${COSTS}${stringifySearch(costsSearchOf(address))}`;
