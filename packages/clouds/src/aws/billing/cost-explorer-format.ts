import { type FocusColumn, focusColumnNames } from "@skylane/core";
import type { FocusFields, NativeFormat, NativeRow, Tell } from "../../_shared/billing/native-format.ts";
import { serviceFields } from "../../_shared/billing/service.ts";
import { monthOf, numberText, priced, utc } from "../../_shared/billing/values.ts";
import { regionName, regionOfCode } from "./region-codes.ts";
import { serviceOf } from "./services.ts";

/** What Cost Explorer does not tell: resources, zones, tags, commitments, and other currencies than the one billed in. */
const ABSENT =
  /^(AvailabilityZone|CapacityReservation|CommitmentDiscount|InvoiceId|PricingCurrency|Resource|SkuPriceDetails|Tags)/;
const columns = [
  ...focusColumnNames.filter((name) => !ABSENT.test(name)),
  "x_RecordType",
  "x_Estimated",
] as const satisfies readonly (FocusColumn | `x_${string}`)[];

/** A row of what Cost Explorer answered, in this order. */
export const costExplorerColumns = [
  "billing_month",
  "payer_account",
  "linked_account",
  "record_type",
  "start",
  "end",
  "estimated",
  "service",
  "usage_type",
  "unblended_cost",
  "amortized_cost",
  "currency",
  "usage_quantity",
  "usage_unit",
] as const;

/** Groups of GetCostAndUsage by service and usage type, of one account, kind of charge and day each. */
export const costExplorerFormat: NativeFormat = {
  displayName: "answer of AWS Cost Explorer",
  nameOf: (column) => column,
  needed: costExplorerColumns.filter((name) => name !== "linked_account"),
  columns,
  toFocus,
};

function toFocus(row: NativeRow, tell: Tell): FocusFields {
  const { text } = row;
  const recordType = text("record_type");
  const kind = kindOf(recordType);
  const [monthStart, monthEnd] = monthOf(text("billing_month"));
  const { billed, effective, list } = costsOf(row);
  const isPriced = kind.category === "Usage" || kind.category === "Purchase";
  const quantity = numberText(text("usage_quantity"));
  const unit = unitOf(text("usage_unit"), kind.category);
  const usageType = text("usage_type").replace(/^NoUsageType$/, "");
  const service = text("service") || "Unknown";
  const account = text("linked_account");
  const isEstimated = text("estimated") === "true";
  if (isEstimated)
    tell("BilledCost", "is an estimate of AWS's until the invoice; the month is read again until it is none");
  if (account === "")
    tell("SubAccountId", "is not asked for: that many accounts would take more requests than are allowed");
  const regionId = kind.category === "Usage" ? regionOf(usageType, service) : undefined;
  return {
    BilledCost: billed,
    BillingAccountId: text("payer_account"),
    BillingAccountName: text("payer_account"),
    BillingAccountType: "Payer Account",
    BillingCurrency: text("currency"),
    BillingPeriodStart: monthStart,
    BillingPeriodEnd: monthEnd,
    ChargeCategory: kind.category,
    ChargeClass: recordType === "Refund" ? "Correction" : undefined,
    ChargeDescription: usageType || `${recordType} of ${service}`,
    ChargeFrequency: kind.frequency,
    ChargePeriodStart: utc(text("start")),
    ChargePeriodEnd: utc(text("end")),
    ...(kind.category === "Usage" && { ConsumedQuantity: quantity || "0", ConsumedUnit: unit }),
    ContractedCost: list,
    EffectiveCost: effective,
    InvoiceIssuerName: "AWS",
    ListCost: list,
    ...(isPriced && {
      ...priced({
        quantity,
        list: { cost: list, unitPrice: "" },
        contracted: { cost: list, unitPrice: "" },
      }),
      PricingUnit: unit,
      PricingCategory: COVERED.has(recordType) ? "Committed" : /SpotUsage/.test(usageType) ? "Dynamic" : "Standard",
      SkuId: usageType || service,
      SkuMeter: usageType || service,
      SkuPriceId: usageType || service,
    }),
    ProviderName: "AWS",
    PublisherName: "AWS",
    ...(regionId !== undefined && { RegionId: regionId, RegionName: regionName(regionId) }),
    ...serviceFields(kind.category === "Tax" ? ["Other"] : serviceOf(productCodeOf(service)), service, tell),
    ...(account !== "" && { SubAccountId: account, SubAccountName: account, SubAccountType: "Usage Account" }),
    x_RecordType: recordType,
    x_Estimated: String(isEstimated),
  };
}

const COVERED = new Set(["DiscountedUsage", "SavingsPlanCoveredUsage"]);

interface Kind {
  readonly category: "Usage" | "Purchase" | "Tax" | "Credit" | "Adjustment";
  readonly frequency: "Usage-Based" | "Recurring" | "One-Time";
}

/**
 * What a type of record means in FOCUS; of the two names of a fee, one is that of bills and one that of the console.
 * @see https://docs.aws.amazon.com/cost-management/latest/userguide/ce-filtering.html (read 2026-11), charge type
 */
function kindOf(recordType: string): Kind {
  switch (recordType) {
    case "Usage":
    case "DiscountedUsage":
    case "SavingsPlanCoveredUsage":
      return { category: "Usage", frequency: "Usage-Based" };
    case "Recurring":
    case "RIFee":
    case "SavingsPlanRecurringFee":
    case "Subscription":
    case "Support":
      return { category: "Purchase", frequency: "Recurring" };
    case "Fee":
    case "Upfront":
    case "SavingsPlanUpfrontFee":
    case "Other out-of-cycle charges":
      return { category: "Purchase", frequency: "One-Time" };
    case "Tax":
      return { category: "Tax", frequency: "Usage-Based" };
    case "Credit":
      return { category: "Credit", frequency: "One-Time" };
    default:
      return { category: "Adjustment", frequency: "One-Time" };
  }
}

/** What a savings plan covers is taken back by its negation; neither is billed, as in the report. */
function costsOf({ text }: NativeRow): { readonly billed: string; readonly effective: string; readonly list: string } {
  const unblended = numberText(text("unblended_cost")) || "0";
  const amortized = numberText(text("amortized_cost")) || unblended;
  switch (text("record_type")) {
    case "SavingsPlanCoveredUsage":
      return { billed: "0", effective: amortized, list: unblended };
    case "SavingsPlanNegation":
      return { billed: "0", effective: "0", list: "0" };
    default:
      return { billed: unblended, effective: amortized, list: unblended };
  }
}

/** `N/A` where quantities of several units were added up. */
const unitOf = (unit: string, category: Kind["category"]): string =>
  unit === "" || unit === "N/A" ? (category === "Usage" ? "Units" : "Fees") : unit;

/** Where a usage type names no Region it is of us-east-1, unless the service is in none. */
function regionOf(usageType: string, service: string): string | undefined {
  if (usageType === "" || GLOBAL.test(service)) return undefined;
  const code = /^(EU|[A-Z]{2,3}\d)-/.exec(usageType)?.[1];
  return code === undefined ? "us-east-1" : regionOfCode(code);
}
const GLOBAL = /Route 53|CloudFront|Global Accelerator|Shield|WAF|Support|Cost Explorer|Budgets|Organizations|Identity/;

/** Names of Cost Explorer that are not the product code with blanks between its words. */
const PRODUCT_CODES: Readonly<Record<string, string>> = {
  "AWS Key Management Service": "awskms",
  "AWS Step Functions": "AmazonStates",
  "AWS WAF": "awswaf",
  "Amazon EC2 Container Registry (ECR)": "AmazonECR",
  "Amazon Elastic Compute Cloud - Compute": "AmazonEC2",
  "Amazon Elastic Container Service": "AmazonECS",
  "Amazon Elastic File System": "AmazonEFS",
  "Amazon Elastic Kubernetes Service": "AmazonEKS",
  "Amazon Elastic Load Balancing": "AWSELB",
  "Amazon Elastic MapReduce": "ElasticMapReduce",
  "Amazon Kinesis Firehose": "AmazonKinesisFirehose",
  "Amazon OpenSearch Service": "AmazonES",
  "Amazon Relational Database Service": "AmazonRDS",
  "Amazon Simple Email Service": "AmazonSES",
  "Amazon Simple Notification Service": "AmazonSNS",
  "Amazon Simple Queue Service": "AWSQueueService",
  "Amazon Simple Storage Service": "AmazonS3",
  "Amazon Virtual Private Cloud": "AmazonVPC",
  "EC2 - Other": "AmazonEC2",
};
const productCodeOf = (service: string): string =>
  (Object.hasOwn(PRODUCT_CODES, service) ? PRODUCT_CODES[service] : undefined) ??
  service.replaceAll(/[^A-Za-z0-9]/g, "");
