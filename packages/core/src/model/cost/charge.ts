import * as z from "zod";
import type { Money } from "../../units/money.ts";
import { CloudId } from "../network.ts";

export const ChargeCategory = z.enum(["Usage", "Purchase", "Tax", "Credit", "Adjustment"]);
export type ChargeCategory = z.infer<typeof ChargeCategory>;

/** A place bytes leave or enter; without a Region the whole cloud, `internet` = to whom is not known. */
export const TransferPlace = z.strictObject({
  cloud: z.union([CloudId, z.literal("internet")]),
  regionId: z.string().min(1).optional(),
});
export type TransferPlace = z.infer<typeof TransferPlace>;

/** What bytes crossed: out to the internet, to another cloud, over a dedicated line or VPN, to another Region or zone, through a gateway. */
export const TransferKind = z.enum([
  "internet",
  "cross-cloud",
  "dedicated",
  "inter-region",
  "inter-zone",
  "peering",
  "processing",
]);
export type TransferKind = z.infer<typeof TransferKind>;

/** A month of billing, UTC. */
export const BillingMonth = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "must be a month such as 2026-11");
export type BillingMonth = z.infer<typeof BillingMonth>;

/** A charge: what a row of FOCUS means. Amounts are in `currency`, and may be negative (credits, corrections). */
export interface BillCharge {
  /** Absent = a provider that Skylane has no adapter for. */
  readonly cloud?: CloudId | undefined;
  readonly providerName: string;
  readonly billingAccountId: string;
  readonly subAccountId?: string | undefined;
  /** ISO 4217. */
  readonly currency: string;
  readonly billingMonth: BillingMonth;
  /** What it is for, from the first moment to before the last, ms since 1970. */
  readonly startMs: number;
  readonly endMs: number;
  readonly category: ChargeCategory;
  /** True for a correction of an earlier month that was invoiced. */
  readonly isCorrection: boolean;
  readonly serviceCategory: string;
  readonly serviceName: string;
  readonly description: string;
  readonly regionId?: string | undefined;
  readonly resourceId?: string | undefined;
  readonly resourceType?: string | undefined;
  readonly skuId?: string | undefined;
  /** What is counted, in the provider's words: AWS's usage type, Azure's meter. It tells where bytes went. */
  readonly meter?: string | undefined;
  readonly pricingCategory?: string | undefined;
  readonly commitment?:
    | { readonly id: string; readonly category: "Spend" | "Usage"; readonly isUsed?: boolean | undefined }
    | undefined;
  readonly usage?: { readonly quantity: number; readonly unit: string } | undefined;
  /** Absent where the row is not for data on its way, or the provider does not say. */
  readonly transfer?:
    | {
        readonly kind: TransferKind;
        readonly from?: TransferPlace | undefined;
        readonly to?: TransferPlace | undefined;
      }
    | undefined;
  readonly tags: Readonly<Record<string, string>>;
  /** What the invoice says. */
  readonly billed: Money;
  /** Commitments spread over what they were used for. */
  readonly effective: Money;
  readonly list: Money;
  readonly contracted: Money;
}
