import { usdText } from "./charges.ts";
import { moment, monthBounds } from "./csv.ts";
import { regionCode } from "./region-codes.ts";
import type { BilledCloud } from "./resources.ts";
import { type BillRow, quantityOf } from "./row.ts";

/** How a cloud writes FOCUS. */
interface Dialect {
  readonly provider: string;
  readonly issuer: string;
  readonly accountType: string;
  readonly subAccountType: string;
  readonly columns: readonly string[];
  /** Columns of its own, and those of FOCUS that it fills in another way. */
  readonly own: (row: BillRow, reference: string) => Readonly<Record<string, string>>;
}

const SINCE_1_0 = [
  "AvailabilityZone",
  "BilledCost",
  "BillingAccountId",
  "BillingAccountName",
  "BillingCurrency",
  "BillingPeriodEnd",
  "BillingPeriodStart",
  "ChargeCategory",
  "ChargeClass",
  "ChargeDescription",
  "ChargeFrequency",
  "ChargePeriodEnd",
  "ChargePeriodStart",
  "ConsumedQuantity",
  "ConsumedUnit",
  "ContractedCost",
  "ContractedUnitPrice",
  "EffectiveCost",
  "InvoiceIssuerName",
  "ListCost",
  "ListUnitPrice",
  "PricingCategory",
  "PricingQuantity",
  "PricingUnit",
  "ProviderName",
  "PublisherName",
  "RegionId",
  "RegionName",
  "ResourceId",
  "ResourceName",
  "ResourceType",
  "ServiceCategory",
  "ServiceName",
  "SkuId",
  "SkuPriceId",
  "SubAccountId",
  "SubAccountName",
  "Tags",
];
const SINCE_1_2 = [
  ...SINCE_1_0,
  "BillingAccountType",
  "InvoiceId",
  "PricingCurrency",
  "PricingCurrencyContractedUnitPrice",
  "PricingCurrencyEffectiveCost",
  "PricingCurrencyListUnitPrice",
  "ServiceSubcategory",
  "SkuMeter",
  "SkuPriceDetails",
  "SubAccountType",
];

/** AWS's data exports and Google's view of BigQuery are FOCUS 1.2; Oracle's reports are 1.0 with columns of its own, and tell no seconds. */
const dialects: Readonly<Record<Exclude<BilledCloud, "azure">, Dialect>> = {
  aws: {
    provider: "AWS",
    issuer: "Amazon Web Services, Inc.",
    accountType: "Billing Account",
    subAccountType: "Account",
    columns: [...SINCE_1_2, "x_Operation", "x_ServiceCode", "x_UsageType"],
    own: ({ meter }) => {
      const usageType = usageTypeOf(meter.regionId, meter.sku.meter);
      return { SkuMeter: usageType, x_Operation: "", x_ServiceCode: meter.sku.service, x_UsageType: usageType };
    },
  },
  gcp: {
    provider: "Google Cloud",
    issuer: "Google Cloud",
    accountType: "Billing Account",
    subAccountType: "Project",
    columns: [...SINCE_1_2, "x_ServiceId"],
    own: ({ meter }) => ({ SkuMeter: meter.sku.meter, x_ServiceId: skuId(meter.sku.service) }),
  },
  oci: {
    provider: "Oracle",
    issuer: "Oracle",
    accountType: "",
    subAccountType: "",
    columns: [
      ...SINCE_1_0,
      "oci_ReferenceNumber",
      "oci_CompartmentId",
      "oci_CompartmentName",
      "oci_OverageFlag",
      "oci_UnitPriceOverage",
      "oci_BilledQuantityOverage",
      "oci_CostOverage",
      "oci_AttributedUsage",
      "oci_AttributedCost",
      "oci_BackReferenceNumber",
    ],
    own: (row, reference) => {
      const [startMs, endMs] = monthBounds(row.startMs);
      const minute = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 16)}Z`;
      return {
        BillingPeriodStart: minute(startMs),
        BillingPeriodEnd: minute(endMs),
        ChargePeriodStart: minute(row.startMs),
        ChargePeriodEnd: minute(row.endMs),
        oci_ReferenceNumber: reference,
        oci_CompartmentId: row.meter.accountId,
        oci_CompartmentName: "network",
        oci_OverageFlag: "N",
      };
    },
  },
};

export const focusColumns = (cloud: keyof typeof dialects): readonly string[] => dialects[cloud].columns;

/** A row as fields by the columns of its cloud. @param reference what no two rows of a cloud have in common */
export function focusFields(cloud: keyof typeof dialects, row: BillRow, reference: string): readonly string[] {
  const { provider, issuer, accountType, subAccountType, columns, own } = dialects[cloud];
  const { meter, startMs, endMs, picoUsd, nanoUsdPerUnit, kind } = row;
  const { sku, resource, regionId, accountId, tags } = meter;
  const [monthStartMs, monthEndMs] = monthBounds(startMs);
  const cost = usdText(picoUsd);
  const price = usdText(BigInt(nanoUsdPerUnit) * 1_000n);
  const quantity = quantityOf(row);
  const isUsage = kind === "usage";
  const fields: Readonly<Record<string, string>> = {
    BilledCost: cost,
    ContractedCost: cost,
    EffectiveCost: cost,
    ListCost: cost,
    BillingAccountId: accountId,
    BillingAccountName: accountId,
    BillingAccountType: accountType,
    BillingCurrency: "USD",
    BillingPeriodStart: moment(monthStartMs),
    BillingPeriodEnd: moment(monthEndMs),
    ChargeCategory: isUsage ? "Usage" : "Adjustment",
    ChargeDescription: `${price} USD per ${sku.unit} of ${sku.meter}`,
    ChargeFrequency: isUsage ? "Usage-Based" : "One-Time",
    ChargePeriodStart: moment(startMs),
    ChargePeriodEnd: moment(endMs),
    ...(isUsage && {
      ConsumedQuantity: quantity,
      ConsumedUnit: sku.unit,
      ContractedUnitPrice: price,
      ListUnitPrice: price,
      PricingCategory: "Standard",
      PricingCurrencyContractedUnitPrice: price,
      PricingCurrencyListUnitPrice: price,
      PricingQuantity: quantity,
      PricingUnit: sku.unit,
      SkuPriceId: `${skuId(sku.meter)}.${nanoUsdPerUnit}`,
    }),
    InvoiceId: `${provider}-${accountId}-${moment(monthStartMs).slice(0, 7)}`,
    InvoiceIssuerName: issuer,
    PricingCurrency: "USD",
    PricingCurrencyEffectiveCost: cost,
    ProviderName: provider,
    PublisherName: provider,
    RegionId: regionId,
    RegionName: regionId,
    ResourceId: resource.id,
    ResourceName: resource.name,
    ResourceType: resource.type,
    ServiceCategory: sku.category,
    ServiceName: sku.service,
    ServiceSubcategory: sku.subcategory,
    SkuId: skuId(sku.meter),
    SubAccountId: accountId,
    SubAccountName: accountId,
    SubAccountType: subAccountType,
    Tags: JSON.stringify(tags),
    ...own(row, reference),
  };
  return columns.map((column) => fields[column] ?? "");
}

/** us-east-1 stands before no type that names one Region, and before those that name two. */
export function usageTypeOf(regionId: string, meter: string): string {
  const code = regionCode(regionId);
  return code === "USE1" && !meter.endsWith("AWS-Out-Bytes") ? meter : `${code}-${meter}`;
}

/** An id as price lists have them: letters and digits, always the same for a name. */
export function skuId(name: string): string {
  let sum = 0x811c9dc5;
  for (const char of name) sum = Math.imul(sum ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return (sum >>> 0).toString(36).toUpperCase().padStart(8, "0");
}
