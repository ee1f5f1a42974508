import { type FocusColumn, focusColumnNames } from "@skylane/core";
import type { FocusFields, NativeFormat, NativeRow, Tell } from "../../_shared/billing/native-format.ts";
import { serviceFields } from "../../_shared/billing/service.ts";
import { monthOf, numberText, priced, tagsText, utc } from "../../_shared/billing/values.ts";
import { serviceOf } from "./services.ts";

/** What a report has no word for: commitments are the contract's, prices are in the currency billed in. */
const ABSENT = /^(PricingCurrency|CapacityReservation|CommitmentDiscount)/;
const columns = [
  ...focusColumnNames.filter((name) => !ABSENT.test(name)),
  "x_ReferenceNo",
  "x_BackReferenceNo",
  "x_CompartmentId",
  "x_CompartmentName",
] as const satisfies readonly (FocusColumn | `x_${string}`)[];

/**
 * Oracle's cost report.
 * @see https://docs.oracle.com/iaas/Content/Billing/Concepts/costusagereportsoverview.htm
 */
export const costReport: NativeFormat = {
  displayName: "cost report of Oracle",
  nameOf: (column) => column.toLowerCase(),
  needed: [
    "cost/currencycode",
    "cost/mycost",
    "cost/productsku",
    "lineitem/intervalusageend",
    "lineitem/intervalusagestart",
    "lineitem/iscorrection",
    "lineitem/tenantid",
    "product/service",
    "usage/billedquantity",
  ],
  columns,
  tagKeyOf: (column) => /^tags\/(.+)$/.exec(column)?.[1],
  identity: ["lineitem/referenceno"],
  toFocus,
};

function toFocus(row: NativeRow, tell: Tell): FocusFields {
  const { text } = row;
  const service = text("product/service");
  const [start, end] = [utc(text("lineitem/intervalusagestart")), utc(text("lineitem/intervalusageend"))];
  // a report has no billing period: it is the month that a charge begins in
  const [monthStart, monthEnd] = monthOf(start);
  const cost = numberText(text("cost/mycost")) || "0";
  const quantity = text("usage/billedquantity");
  const unit = text("cost/skuunitdescription") || text("cost/billingunitreadable") || "Units";
  const isCorrection = text("lineitem/iscorrection").toLowerCase() === "true";
  const price = { cost, unitPrice: text("cost/unitprice") };
  const [resourceId, regionId] = [text("product/resourceid"), text("product/region")];
  const tenancyId = text("lineitem/tenantid");
  const accountId = text("cost/subscriptionid") || tenancyId;
  const sku = text("cost/productsku");
  return {
    AvailabilityZone: text("product/availabilitydomain"),
    BilledCost: cost,
    BillingAccountId: accountId,
    BillingAccountName: accountId,
    BillingAccountType: text("cost/subscriptionid") === "" ? "Tenancy" : "Subscription",
    BillingCurrency: text("cost/currencycode"),
    BillingPeriodStart: monthStart,
    BillingPeriodEnd: monthEnd,
    ChargeCategory: "Usage",
    ChargeClass: isCorrection ? "Correction" : undefined,
    ChargeDescription: text("product/description") || sku,
    ChargeFrequency: "Usage-Based",
    ChargePeriodStart: start,
    ChargePeriodEnd: end,
    ConsumedQuantity: numberText(quantity) || "0",
    ConsumedUnit: unit,
    ContractedCost: cost,
    EffectiveCost: cost,
    InvoiceIssuerName: "Oracle",
    ListCost: cost,
    ...priced({ quantity, list: price, contracted: price }),
    PricingUnit: unit,
    PricingCategory: "Standard",
    ProviderName: "Oracle",
    PublisherName: "Oracle",
    ...(regionId !== "" && { RegionId: regionId, RegionName: regionId }),
    ...(resourceId !== "" && {
      ResourceId: resourceId,
      ResourceType: /^ocid1\.([\w-]+)\./.exec(resourceId)?.[1] ?? service,
    }),
    ...serviceFields(serviceOf(service), service, tell),
    SkuId: sku,
    SkuMeter: text("cost/billingunitreadable") || sku,
    SkuPriceId: sku,
    SubAccountId: tenancyId,
    SubAccountName: tenancyId,
    SubAccountType: "Tenancy",
    Tags: tagsText(row.tags()),
    x_ReferenceNo: text("lineitem/referenceno"),
    x_BackReferenceNo: text("lineitem/backreferenceno"),
    x_CompartmentId: text("product/compartmentid"),
    x_CompartmentName: text("product/compartmentname"),
  };
}
