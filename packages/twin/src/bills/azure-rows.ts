import { usdText } from "./charges.ts";
import { monthBounds } from "./csv.ts";
import { type BillRow, quantityOf } from "./row.ts";

const DAY_MS = 86_400_000;

/** Cost details of an enterprise agreement, actual costs. @see https://learn.microsoft.com/azure/cost-management-billing/automate/understand-usage-details-fields */
export const azureColumns: readonly string[] = [
  "InvoiceSectionName",
  "AccountName",
  "AccountOwnerId",
  "SubscriptionId",
  "SubscriptionName",
  "ResourceGroup",
  "ResourceLocation",
  "Date",
  "ProductName",
  "MeterCategory",
  "MeterSubCategory",
  "MeterId",
  "MeterName",
  "MeterRegion",
  "UnitOfMeasure",
  "Quantity",
  "EffectivePrice",
  "CostInBillingCurrency",
  "CostCenter",
  "ConsumedService",
  "ResourceId",
  "Tags",
  "OfferId",
  "AdditionalInfo",
  "ServiceInfo1",
  "ServiceInfo2",
  "ResourceName",
  "ReservationId",
  "ReservationName",
  "UnitPrice",
  "ProductOrderId",
  "ProductOrderName",
  "Term",
  "PublisherType",
  "PublisherName",
  "ChargeType",
  "Frequency",
  "PricingModel",
  "AvailabilityZone",
  "BillingAccountId",
  "BillingAccountName",
  "BillingCurrencyCode",
  "BillingPeriodStartDate",
  "BillingPeriodEndDate",
  "PayGPrice",
  "PricingCurrency",
  "ExchangeRatePricingToBilling",
];

const ENROLMENT = "100000";

/** A row as fields by those columns: a day of a meter, as Azure bills. Tags come without their braces, as in older exports. */
export function azureFields(row: BillRow): readonly string[] {
  const { meter, startMs, picoUsd, nanoUsdPerUnit } = row;
  const { sku, resource, regionId, accountId, tags } = meter;
  const [monthStartMs, monthEndMs] = monthBounds(startMs);
  const price = usdText(BigInt(nanoUsdPerUnit) * 1_000n);
  const fields: Readonly<Record<string, string>> = {
    AccountName: ENROLMENT,
    SubscriptionId: accountId,
    SubscriptionName: accountId,
    ResourceGroup: /\/resourceGroups\/([^/]+)/.exec(resource.id)?.[1] ?? "",
    ResourceLocation: regionId,
    Date: american(startMs),
    ProductName: `${sku.service} - ${sku.meter}`,
    MeterCategory: sku.service,
    MeterId: meterId(`${sku.service}/${sku.meter}`),
    MeterName: sku.meter,
    MeterRegion: regionId,
    UnitOfMeasure: sku.unit === "Hours" ? "1 Hour" : sku.unit === "GiB-Mo" ? "1 GB/Month" : "1 GB",
    Quantity: quantityOf(row),
    EffectivePrice: price,
    CostInBillingCurrency: usdText(picoUsd),
    CostCenter: tags["cost-center"] ?? "",
    ConsumedService: /\/providers\/([^/]+)/.exec(resource.id)?.[1] ?? "",
    ResourceId: resource.id,
    Tags: Object.entries(tags)
      .map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`)
      .join(","),
    ResourceName: resource.name,
    UnitPrice: price,
    PublisherType: "Microsoft",
    PublisherName: "Microsoft",
    ChargeType: "Usage",
    Frequency: "UsageBased",
    PricingModel: "OnDemand",
    BillingAccountId: ENROLMENT,
    BillingAccountName: ENROLMENT,
    BillingCurrencyCode: "USD",
    BillingPeriodStartDate: american(monthStartMs),
    BillingPeriodEndDate: american(monthEndMs - DAY_MS),
    PayGPrice: price,
    PricingCurrency: "USD",
    ExchangeRatePricingToBilling: "1",
  };
  return azureColumns.map((column) => fields[column] ?? "");
}

/** `11/21/2026`, as the exports of an enterprise agreement write days. */
function american(atMs: number): string {
  const [year, month, day] = new Date(atMs).toISOString().slice(0, 10).split("-");
  return `${month}/${day}/${year}`;
}

function meterId(name: string): string {
  let sum = 0n;
  for (const char of name) sum = (sum * 1_099_511_628_211n + BigInt(char.codePointAt(0) ?? 0)) % (1n << 128n);
  return sum
    .toString(16)
    .padStart(32, "0")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
