import { type FocusColumn, focusColumnNames } from "@skylane/core";
import type { FocusFields, NativeFormat, NativeRow, Tell } from "../../_shared/billing/native-format.ts";
import { serviceFields } from "../../_shared/billing/service.ts";
import { isZero, monthOf, numberText, objectIn, priced, sumOf, tagsText, utc } from "../../_shared/billing/values.ts";
import { regionName } from "./region-codes.ts";
import { serviceOf } from "./services.ts";

/** What a report has no word for: other currencies than the one billed in, and reservations of capacity. */
const ABSENT = /^(PricingCurrency|CapacityReservation)/;
const columns = [
  ...focusColumnNames.filter((name) => !ABSENT.test(name)),
  "x_LineItemType",
  "x_Operation",
] as const satisfies readonly (FocusColumn | `x_${string}`)[];

/**
 * The Cost and Usage Report, legacy (`lineItem/UsageAmount`) and 2.0 (`line_item_usage_amount`).
 * @see https://docs.aws.amazon.com/cur/latest/userguide/data-dictionary.html
 */
export const cur: NativeFormat = {
  displayName: "Cost and Usage Report of AWS",
  nameOf: (column) =>
    column
      .replaceAll(/([A-Z])/g, "_$1")
      .replaceAll(/[/:]_?/g, "_")
      .toLowerCase(),
  needed: [
    "bill_billing_period_start_date",
    "bill_payer_account_id",
    "line_item_currency_code",
    "line_item_line_item_type",
    "line_item_product_code",
    "line_item_unblended_cost",
    "line_item_usage_end_date",
    "line_item_usage_start_date",
  ],
  columns,
  tagKeyOf: (column) => /^resourceTags\/(?:user:)?(.+)$/.exec(column)?.[1],
  identity: ["identity_line_item_id", "identity_time_interval"],
  toFocus,
};

function toFocus(row: NativeRow, tell: Tell): FocusFields {
  const { text } = row;
  const product = objectIn(text("product"));
  /** In 2.0 most of what is said of a product stands in one column. */
  const ofProduct = (name: string): string => text(`product_${name}`) || String(product?.[name] ?? "");
  const kind = kindOf(row);
  const isTax = kind.category === "Tax";
  const isPriced = kind.category === "Usage" || kind.category === "Purchase";
  const productCode = text("line_item_product_code");
  const productName = ofProduct("product_name") || ofProduct("servicename") || productCode;
  const [monthStart, monthEnd] = monthOf(text("bill_billing_period_start_date"));
  const regionId = (ofProduct("region_code") || ofProduct("region")).replace(/^global$/, "");
  const resourceId = text("line_item_resource_id");
  const usageType = text("line_item_usage_type");
  const skuId = isTax ? "" : ofProduct("sku") || usageType || productCode;
  const quantity = text("line_item_usage_amount");
  const unit = text("pricing_unit") || (kind.category === "Usage" ? "Units" : "Fees");
  const { billed, effective, contracted, list } = costsOf(row, kind);
  const prices = priced({
    quantity,
    list: { cost: list, unitPrice: text("pricing_public_on_demand_rate") },
    contracted: { cost: contracted, unitPrice: text("line_item_unblended_rate") },
  });
  const isConsumed = kind.category === "Usage" && kind.status !== "Unused";
  const { commitment } = kind;
  return {
    AvailabilityZone: text("line_item_availability_zone"),
    BilledCost: billed,
    BillingAccountId: text("bill_payer_account_id"),
    BillingAccountName: text("bill_payer_account_name") || text("bill_payer_account_id"),
    BillingAccountType: "Payer Account",
    BillingCurrency: text("line_item_currency_code"),
    BillingPeriodStart: monthStart,
    BillingPeriodEnd: monthEnd,
    ChargeCategory: kind.category,
    ChargeClass: kind.isCorrection ? "Correction" : undefined,
    ChargeDescription: text("line_item_line_item_description") || usageType || productCode,
    ChargeFrequency: kind.frequency,
    ChargePeriodStart: utc(text("line_item_usage_start_date")),
    ChargePeriodEnd: endOf(row),
    ...(commitment && {
      CommitmentDiscountId: commitment.id,
      CommitmentDiscountName: commitment.id.split("/").at(-1),
      CommitmentDiscountCategory: commitment.category,
      CommitmentDiscountType: commitment.type,
      CommitmentDiscountStatus: kind.category === "Usage" ? kind.status : undefined,
      ...(isPriced &&
        !kind.isCorrection &&
        (commitment.category === "Spend"
          ? {
              CommitmentDiscountQuantity: kind.category === "Purchase" ? billed : effective,
              CommitmentDiscountUnit: text("line_item_currency_code"),
            }
          : { CommitmentDiscountQuantity: numberText(quantity) || "1", CommitmentDiscountUnit: unit })),
    }),
    ...(isConsumed && { ConsumedQuantity: numberText(quantity) || "0", ConsumedUnit: unit }),
    ContractedCost: contracted,
    EffectiveCost: effective,
    InvoiceId: text("bill_invoice_id"),
    InvoiceIssuerName: text("bill_invoicing_entity") || text("line_item_legal_entity") || "AWS",
    ListCost: list,
    ...(isPriced && {
      ...prices,
      PricingUnit: unit,
      PricingCategory:
        kind.status === "Used"
          ? "Committed"
          : text("pricing_term") === "Spot" || /SpotUsage/.test(usageType)
            ? "Dynamic"
            : "Standard",
      SkuId: skuId,
      SkuMeter: usageType,
      SkuPriceId: text("pricing_rate_code") || text("pricing_rate_id") || skuId,
    }),
    ProviderName: "AWS",
    PublisherName: text("bill_billing_entity") === "AWS" ? "AWS" : text("line_item_legal_entity") || "AWS",
    ...(regionId !== "" && { RegionId: regionId, RegionName: regionName(regionId) }),
    ...(resourceId !== "" && { ResourceId: resourceId, ResourceType: resourceTypeOf(resourceId, productName) }),
    ...serviceFields(serviceOf(productCode), productName, tell),
    SubAccountId: text("line_item_usage_account_id"),
    SubAccountName: text("line_item_usage_account_name") || text("line_item_usage_account_id"),
    ...(text("line_item_usage_account_id") !== "" && { SubAccountType: "Usage Account" }),
    Tags: tagsText({ ...tagsIn(text("resource_tags")), ...row.tags() }),
    x_LineItemType: text("line_item_line_item_type"),
    x_Operation: text("line_item_operation"),
  };
}

interface Kind {
  readonly category: "Usage" | "Purchase" | "Tax" | "Credit" | "Adjustment";
  readonly frequency: "Usage-Based" | "Recurring" | "One-Time";
  readonly isCorrection: boolean;
  readonly status?: "Used" | "Unused";
  readonly commitment?:
    | { readonly id: string; readonly category: "Usage" | "Spend"; readonly type: string }
    | undefined;
}

/** What a line item's type means in FOCUS. */
function kindOf({ text }: NativeRow): Kind {
  const type = text("line_item_line_item_type");
  // moments of one form are in the order of their texts
  const isCorrection = utc(text("line_item_usage_end_date")) <= utc(text("bill_billing_period_start_date"));
  const reservation = commitmentOf(text("reservation_reservation_a_r_n"), "Usage", "Reserved Instance");
  const plan = commitmentOf(text("savings_plan_savings_plan_a_r_n"), "Spend", "Savings Plan");
  switch (type) {
    case "Usage":
      return { category: "Usage", frequency: "Usage-Based", isCorrection };
    case "DiscountedUsage":
      return { category: "Usage", frequency: "Usage-Based", isCorrection, status: "Used", commitment: reservation };
    case "SavingsPlanCoveredUsage":
      return { category: "Usage", frequency: "Usage-Based", isCorrection, status: "Used", commitment: plan };
    case "RIFee":
    case "SavingsPlanRecurringFee": {
      const commitment = reservation ?? plan;
      // what was paid for and not used is told on the row of the fee: there is no other
      return isZero(unusedOf({ text }))
        ? { category: "Purchase", frequency: "Recurring", isCorrection, commitment }
        : { category: "Usage", frequency: "Recurring", isCorrection, status: "Unused", commitment };
    }
    case "Fee":
    case "SavingsPlanUpfrontFee":
      return { category: "Purchase", frequency: "One-Time", isCorrection, commitment: reservation ?? plan };
    case "Tax":
      return { category: "Tax", frequency: "Usage-Based", isCorrection };
    case "Credit":
      return { category: "Credit", frequency: "One-Time", isCorrection };
    default:
      return { category: "Adjustment", frequency: "One-Time", isCorrection: isCorrection || type === "Refund" };
  }
}

const commitmentOf = (id: string, category: "Usage" | "Spend", type: string): Kind["commitment"] =>
  id === "" ? undefined : { id, category, type };

function unusedOf({ text }: Pick<NativeRow, "text">): string {
  if (text("line_item_line_item_type") === "RIFee")
    return (
      sumOf(
        text("reservation_unused_amortized_upfront_fee_for_billing_period"),
        text("reservation_unused_recurring_fee"),
      ) ?? "0"
    );
  const used = text("savings_plan_used_commitment");
  return sumOf(text("savings_plan_total_commitment_to_date"), used === "" ? "" : minus(used)) ?? "0";
}

const minus = (text: string): string => (text.startsWith("-") ? text.slice(1) : `-${text.replace(/^\+/, "")}`);

/** What is billed, what it comes to with commitments spread over their use, and what it would be without them. */
function costsOf(row: NativeRow, kind: Kind) {
  const { text } = row;
  const billed = numberText(text("line_item_unblended_cost")) || "0";
  const onDemand = numberText(text("pricing_public_on_demand_cost"));
  const type = text("line_item_line_item_type");
  switch (type) {
    case "SavingsPlanCoveredUsage":
      // its cost is taken back by a negation; neither is billed
      return {
        billed: "0",
        effective: numberText(text("savings_plan_savings_plan_effective_cost")) || "0",
        contracted: billed,
        list: onDemand || billed,
      };
    case "SavingsPlanNegation":
      return { billed: "0", effective: "0", contracted: "0", list: "0" };
    case "DiscountedUsage":
      return {
        billed,
        effective: numberText(text("reservation_effective_cost")) || billed,
        contracted: onDemand || billed,
        list: onDemand || billed,
      };
    default: {
      const isForLater = kind.category === "Purchase" && kind.commitment !== undefined;
      const effective = kind.status === "Unused" ? unusedOf(row) : isForLater ? "0" : billed;
      return { billed, effective, contracted: billed, list: (type === "Usage" && onDemand) || billed };
    }
  }
}

/** Some fees are of a moment; a charge of FOCUS has an end after its start. */
function endOf({ text }: NativeRow): string {
  const [start, end] = [utc(text("line_item_usage_start_date")), utc(text("line_item_usage_end_date"))];
  if (start !== end) return end;
  const ms = Date.parse(start);
  return !Number.isNaN(ms) ? `${new Date(ms + 1_000).toISOString().slice(0, 19)}Z` : end;
}

/** `arn:aws:ec2:us-east-1:111111111111:instance/i-0abc` is an instance; a bucket says its service only. */
function resourceTypeOf(resourceId: string, productName: string): string {
  const [, , service = "", , , resource = ""] = resourceId.split(":");
  if (!resourceId.startsWith("arn:")) return /^(i|vol|snap|nat|vpn|tgw|eni)-/.exec(resourceId)?.[1] ?? productName;
  const [type, name] = resource.split("/");
  return name === undefined || !type ? service : type;
}

/** 2.0 has all tags in one column, `user_team` for a tag of one's own. */
function tagsIn(text: string): Readonly<Record<string, string>> {
  const all = text === "" ? undefined : objectIn(text);
  if (!all) return {};
  return Object.fromEntries(
    Object.entries(all).flatMap(([key, value]) =>
      value === null || value === ""
        ? []
        : [[key.replace(/^user_/, "").replace(/^aws_/, "aws:"), String(value)] as const],
    ),
  );
}
