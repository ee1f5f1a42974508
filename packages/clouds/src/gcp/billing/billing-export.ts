import { type FocusColumn, focusColumnNames } from "@skylane/core";
import type { FocusFields, NativeFormat, NativeRow, Tell } from "../../_shared/billing/native-format.ts";
import { serviceFields } from "../../_shared/billing/service.ts";
import { numberText, objectIn, priced, sumOf, tagsText, utc } from "../../_shared/billing/values.ts";
import { serviceOf } from "./services.ts";

const ABSENT = /^(PricingCurrency|CapacityReservation)/;
const columns = [
  ...focusColumnNames.filter((name) => !ABSENT.test(name)),
  "x_CostType",
  "x_Credits",
] as const satisfies readonly (FocusColumn | `x_${string}`)[];

/** Columns of the export, of which those that hold a record stand there as JSON. */
export const jsonColumns: readonly string[] = [
  "billing_account_id",
  "invoice",
  "cost_type",
  "service",
  "sku",
  "usage_start_time",
  "usage_end_time",
  "project",
  "labels",
  "system_labels",
  "location",
  "cost",
  "currency",
  "currency_conversion_rate",
  "usage",
  "credits",
  "adjustment_info",
  "export_time",
  "tags",
  "cost_at_list",
  "transaction_type",
  "seller_name",
  "subscription",
  "resource",
  "price",
];

/**
 * Rows of the standard or detailed export of Cloud Billing to BigQuery: lines of JSON, or CSV whose columns are records as JSON
 * or fields of them (`service.description`, `service_description`).
 * @see https://cloud.google.com/billing/docs/how-to/export-data-bigquery-tables/detailed-usage
 */
export const billingExport: NativeFormat = {
  displayName: "billing export of Google Cloud",
  nameOf: (column) => column.toLowerCase().replaceAll(".", "_"),
  needed: ["billing_account_id", "cost", "currency", "usage_end_time", "usage_start_time"],
  columns,
  toFocus,
};

function toFocus(row: NativeRow, tell: Tell): FocusFields | { fault: "bad-value"; says: string } {
  const { text } = row;
  const records = new Map<string, Readonly<Record<string, unknown>> | undefined>();
  const field = (record: string, name: string): string => {
    const flat = text(`${record}_${name}`);
    if (flat !== "") return flat;
    if (!records.has(record)) records.set(record, objectIn(text(record)));
    const value = records.get(record)?.[name];
    return value === null || value === undefined || typeof value === "object" ? "" : String(value);
  };
  const credits = creditsIn(text("credits"));
  const cost = numberText(text("cost")) || "0";
  const billed = credits && sumOf(cost, ...credits.map(({ amount }) => amount));
  if (credits === undefined || billed === undefined)
    return {
      fault: "bad-value",
      says: "cost or credits are no amounts: a decimal number, and a list of records with amounts would pass",
    };
  const [monthStart, monthEnd] = invoiceMonth(field("invoice", "month"), text("usage_start_time"));
  const sku = field("sku", "description");
  const skuId = field("sku", "id") || sku;
  const serviceName = field("service", "description") || field("service", "id") || "Unknown";
  const kind = kindOf(text("cost_type"), sku, text("adjustment_info"), field);
  const isPriced = kind.category === "Usage" || kind.category === "Purchase";
  const used = credits.find(({ type }) => type.startsWith("COMMITTED_USAGE_DISCOUNT"));
  const commitment = field("subscription", "instance_id") || (kind.category === "Purchase" ? skuId : used?.id);
  const isSpend = used?.type === "COMMITTED_USAGE_DISCOUNT_DOLLAR_BASE";
  const quantity = field("usage", "amount_in_pricing_units") || field("usage", "amount");
  const unit = field("usage", "pricing_unit") || field("usage", "unit") || "Units";
  const list = numberText(text("cost_at_list")) || cost;
  const projectId = field("project", "id");
  const [regionId, resourceId] = [
    field("location", "region"),
    field("resource", "global_name") || field("resource", "name"),
  ];
  const prices = priced({
    quantity,
    list: { cost: list, unitPrice: "" },
    contracted: { cost, unitPrice: field("price", "effective_price") },
  });
  return {
    AvailabilityZone: field("location", "zone"),
    BilledCost: billed,
    BillingAccountId: text("billing_account_id"),
    BillingAccountName: text("billing_account_id"),
    BillingAccountType: "Billing Account",
    BillingCurrency: text("currency"),
    BillingPeriodStart: monthStart,
    BillingPeriodEnd: monthEnd,
    ChargeCategory: kind.category,
    ChargeClass: kind.isCorrection ? "Correction" : undefined,
    ChargeDescription: sku || serviceName,
    ChargeFrequency: kind.category === "Purchase" ? "Recurring" : "Usage-Based",
    ChargePeriodStart: utc(text("usage_start_time")),
    ChargePeriodEnd: utc(text("usage_end_time")),
    ...(isPriced &&
      commitment && {
        CommitmentDiscountId: commitment,
        CommitmentDiscountName: used?.name || sku,
        CommitmentDiscountCategory: isSpend ? "Spend" : "Usage",
        CommitmentDiscountType: "Committed Use Discount",
        CommitmentDiscountStatus: kind.category === "Usage" ? "Used" : undefined,
        ...(!kind.isCorrection && {
          CommitmentDiscountQuantity: isSpend ? billed : numberText(quantity) || "1",
          CommitmentDiscountUnit: isSpend ? text("currency") : unit,
        }),
      }),
    ...(kind.category === "Usage" && { ConsumedQuantity: numberText(quantity) || "0", ConsumedUnit: unit }),
    ContractedCost: cost,
    EffectiveCost: kind.category === "Purchase" ? "0" : billed,
    InvoiceIssuerName: field("seller", "name") || "Google Cloud",
    ListCost: list,
    ...(isPriced && {
      ...prices,
      PricingUnit: unit,
      PricingCategory: commitment ? "Committed" : /spot|preemptible/i.test(sku) ? "Dynamic" : "Standard",
      SkuId: skuId,
      SkuMeter: sku || skuId,
      SkuPriceId: skuId,
    }),
    ProviderName: "Google Cloud",
    PublisherName: field("seller", "name") || "Google Cloud",
    ...(regionId !== "" && { RegionId: regionId, RegionName: regionId }),
    ...(resourceId !== "" && {
      ResourceId: resourceId,
      ResourceName: field("resource", "name") || undefined,
      ResourceType: resourceId.split("/").at(-2) || serviceName,
    }),
    ...serviceFields(serviceOf(serviceName), serviceName, tell),
    ...(projectId !== "" && {
      SubAccountId: projectId,
      SubAccountName: field("project", "name") || projectId,
      SubAccountType: "Project",
    }),
    Tags: tagsText({ ...pairsIn(text("labels"), tell), ...pairsIn(text("tags"), tell) }),
    x_CostType: text("cost_type"),
    x_Credits: text("credits"),
  };
}

function kindOf(
  costType: string,
  sku: string,
  adjustment: string,
  field: (record: string, name: string) => string,
): { readonly category: "Usage" | "Purchase" | "Tax" | "Adjustment"; readonly isCorrection: boolean } {
  const isCorrection = adjustment !== "" && field("adjustment_info", "mode") !== "";
  if (costType === "tax") return { category: "Tax", isCorrection };
  if (costType === "adjustment" || costType === "rounding_error") return { category: "Adjustment", isCorrection };
  // `Commitment v1: Cpu in Americas for 1 Year` is the fee of one
  return { category: /^commitment\b/i.test(sku) ? "Purchase" : "Usage", isCorrection };
}

/** The month of the invoice, such as `202311`; without one, that of the usage. Google's months begin at midnight in California. */
function invoiceMonth(month: string, usageStart: string): readonly [string, string] {
  const [, year, number] = /^(\d{4})(0[1-9]|1[0-2])$/.exec(month) ?? /^(\d{4})-(\d{2})/.exec(utc(usageStart)) ?? [];
  if (year === undefined || number === undefined) return [usageStart, usageStart];
  const first = (months: number): string =>
    `${new Date(Date.UTC(Number(year), Number(number) - 1 + months, 1)).toISOString().slice(0, 19)}Z`;
  return [first(0), first(1)];
}

interface Credit {
  readonly amount: string;
  readonly type: string;
  readonly id: string;
  readonly name: string;
}

function creditsIn(text: string): readonly Credit[] | undefined {
  if (text === "" || text === "[]") return [];
  const all = listIn(text);
  return all?.map((one) => {
    const said = (name: string): string => String(one[name] ?? "");
    return { amount: numberText(said("amount")), type: said("type"), id: said("id"), name: said("name") };
  });
}

/** Labels are a list of records with key and value. */
function pairsIn(text: string, tell: Tell): Readonly<Record<string, string>> {
  if (text === "" || text === "[]") return {};
  const all = listIn(text);
  if (!all) tell("Tags", "are no list of records with key and value; the row has none");
  return Object.fromEntries(
    (all ?? []).flatMap(({ key, value }) => (typeof key === "string" ? [[key, String(value ?? "")]] : [])),
  );
}

function listIn(text: string): readonly Readonly<Record<string, unknown>>[] | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) && parsed.every((one) => typeof one === "object" && one !== null) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
