import { BillingMonth, ScopeKind } from "@skylane/core";

/** All that the page of costs shows besides the data; it stands in the address, so that a look can be sent to someone. */
export interface CostsAddress {
  readonly by: ScopeKind;
  /** Absent = the month that it is. */
  readonly month?: BillingMonth;
  /** Id of an anomaly or a recommendation that is open. */
  readonly select?: string;
}

const COSTS = "#/costs";
export const isCosts = (hash: string): boolean => /^#\/costs(\?|$)/.test(hash);

/** What an address asks for; what it does not understand it leaves out. */
export function readCostsAddress(hash: string): CostsAddress {
  const asked = new URLSearchParams(hash.slice(hash.indexOf("?") + 1 || hash.length));
  const by = ScopeKind.safeParse(asked.get("by"));
  const month = BillingMonth.safeParse(asked.get("month"));
  const select = asked.get("select");
  return {
    by: by.success ? by.data : "capability",
    ...(month.success && { month: month.data }),
    ...(select && { select }),
  };
}

/** The address that `readCostsAddress` understands as this. */
export function writeCostsAddress({ by, month, select }: CostsAddress): string {
  const asked = new URLSearchParams({
    ...(by !== "capability" && { by }),
    ...(month !== undefined && { month }),
    ...(select !== undefined && { select }),
  }).toString();
  return asked === "" ? COSTS : `${COSTS}?${asked}`;
}
