/**
 * Rules that the model encodes otherwise than its own words say. They are not checked as they stand there; where the words can be
 * checked, `column`, `when` and `null` say how.
 */
export const errata: Readonly<Record<string, string>> = {
  "BilledCost-C-005-C":
    "its condition is that two names differ; the words are about payments to a third party, which no column tells",
  "CapacityReservationStatus-C-003-C": "its condition names no check function",
  "CapacityReservationStatus-C-004-C": "its condition names no check function",
  "CommitmentDiscountQuantity-C-010-C": "its condition asks for a null category; the words for Purchase",
  "CommitmentDiscountStatus-C-003-C": "it asks for a value where the words ask for null",
  "CommitmentDiscountStatus-C-004-C": "its condition is that there is no commitment; the words say that there is one",
  "CommitmentDiscountStatus-C-005-M": "it allows Active, Expired and Pending; the specification Used and Unused",
  "ConsumedQuantity-C-006-C": "its condition is a correction; the words say no correction",
  "EffectiveCost-C-005-C": "its condition is any purchase; the words are about those that cover future charges",
  "InvoiceId-C-004-C": "it asks for null in every row; the words where there is no invoice",
  "InvoiceId-C-005-C": "it asks for a value in every row; the words where there is an invoice",
  "PricingCurrencyEffectiveCost-C-004-M": "it looks at another column than the words",
  "ResourceId-C-006-C": "its condition names no column",
  "ResourceType-C-005-C": "its condition names no column",
};

/** What the words of some of them ask, checked on their own. */
export const meant: Readonly<
  Record<string, (row: Readonly<Record<string, string | null | undefined>>) => boolean | undefined>
> = {
  "CommitmentDiscountStatus-C-003-C": (row) => (row.CommitmentDiscountId ? undefined : !row.CommitmentDiscountStatus),
  "CommitmentDiscountStatus-C-004-C": (row) =>
    row.CommitmentDiscountId && row.ChargeCategory === "Usage" ? Boolean(row.CommitmentDiscountStatus) : undefined,
  "CommitmentDiscountStatus-C-005-M": (row) =>
    row.CommitmentDiscountStatus ? ["Used", "Unused"].includes(row.CommitmentDiscountStatus) : undefined,
  "ConsumedQuantity-C-006-C": (row) =>
    row.ChargeCategory === "Usage" && row.CommitmentDiscountStatus !== "Unused" && !row.ChargeClass
      ? Boolean(row.ConsumedQuantity)
      : undefined,
  "EffectiveCost-C-005-C": (row) =>
    row.ChargeCategory === "Purchase" && row.CommitmentDiscountId ? Number(row.EffectiveCost) === 0 : undefined,
  "PricingCurrencyEffectiveCost-C-004-M": (row) =>
    row.PricingCurrencyEffectiveCost ? Number.isFinite(Number(row.PricingCurrencyEffectiveCost)) : undefined,
  "ResourceType-C-005-C": (row) => (row.ResourceId ? Boolean(row.ResourceType) : undefined),
};
