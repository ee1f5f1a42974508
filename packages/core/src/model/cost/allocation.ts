import type { Money } from "../../units/money.ts";
import type { BillingMonth, TransferKind, TransferPlace } from "./charge.ts";
import type { ScopeKind } from "./scope.ts";

/** What nobody is named for. It is a share like others, so that shares add up to the bill. */
export const UNALLOCATED = "(unallocated)";

/** A part of the bill that falls to one of a kind. */
export interface CostShare {
  readonly kind: ScopeKind;
  readonly id: string;
  readonly billed: Money;
  readonly effective: Money;
  /** By service category, in falling order; adds up to `billed`. */
  readonly parts: readonly { readonly id: string; readonly billed: Money }[];
}

/** Data between two clouds: its own line, whoever's capability it belongs to. */
export interface TransferLine {
  readonly kind: TransferKind;
  readonly from: TransferPlace;
  readonly to: TransferPlace;
  readonly billed: Money;
  readonly gb: number;
}

/** A month's bill, split by one kind: shares and transfers between clouds add up to `total` exactly. */
export interface Allocation {
  readonly billingMonth: BillingMonth;
  readonly currency: string;
  readonly kind: ScopeKind;
  readonly total: Money;
  readonly shares: readonly CostShare[];
  readonly crossCloud: readonly TransferLine[];
  /** What could not be split as the configuration says, and why. */
  readonly notes: readonly string[];
}
