import { exchange, type FocusColumn, focusColumnNames, moneyText, readMoney } from "@skylane/core";
import type { FocusFields, NativeFormat, NativeRow, Tell } from "../../_shared/billing/native-format.ts";
import { serviceFields } from "../../_shared/billing/service.ts";
import {
  computed,
  dayAfter,
  isZero,
  numberText,
  objectIn,
  priced,
  tagsText,
  utc,
} from "../../_shared/billing/values.ts";
import { serviceOf } from "./services.ts";

const ABSENT = /^CapacityReservation/;
const columns = [
  ...focusColumnNames.filter((name) => !ABSENT.test(name)),
  "x_ResourceGroupName",
  "x_CostCenter",
] as const satisfies readonly (FocusColumn | `x_${string}`)[];

/** The same columns go by other names in the other agreement, and in older versions. */
const synonyms: Readonly<Record<string, string>> = {
  billingcurrency: "billingcurrencycode",
  cost: "costinbillingcurrency",
  location: "resourcelocation",
  resourceregion: "resourcelocation",
  resourcegroupname: "resourcegroup",
  subscriptionguid: "subscriptionid",
  instanceid: "resourceid",
  instancename: "resourceid",
  usagedatetime: "date",
  usagequantity: "quantity",
  product: "productname",
  resourcerate: "effectiveprice",
  billingprofileidentifier: "billingprofileid",
};

/**
 * Cost details of Azure, actual or amortised; an enterprise agreement's and a customer agreement's columns.
 * @see https://learn.microsoft.com/azure/cost-management-billing/automate/understand-usage-details-fields
 */
export const costDetails: NativeFormat = {
  displayName: "cost details of Azure",
  nameOf: (column) => {
    const name = column.replaceAll(/[\s_]/g, "").toLowerCase();
    return synonyms[name] ?? name;
  },
  needed: [
    "billingcurrencycode",
    "billingperiodstartdate",
    "chargetype",
    "costinbillingcurrency",
    "date",
    "metercategory",
    "quantity",
    "subscriptionid",
  ],
  columns,
  toFocus,
};

function toFocus(row: NativeRow, tell: Tell): FocusFields {
  const { text } = row;
  const kind = kindOf(row);
  const isPriced = kind.category === "Usage" || kind.category === "Purchase";
  const currency = text("billingcurrencycode");
  const resourceId = text("resourceid");
  const regionId = regionOf(text("resourcelocation"));
  const accountId = text("billingaccountid");
  const serviceName = text("metercategory") || text("consumedservice") || "Unknown";
  const quantity = text("quantity");
  const unit = text("unitofmeasure") || "Units";
  const cost = numberText(text("costinbillingcurrency")) || "0";
  const [rate, pricingCurrency] = [text("exchangeratepricingtobilling"), text("pricingcurrency") || currency];
  const inBilling = (price: string): string =>
    price === "" || rate === "" ? price : computed(Number(price) * Number(rate));
  const listPrice = inBilling(text("paygprice") || text("unitprice"));
  const list = isPriced ? numberText(text("paygcostinbillingcurrency")) || times(listPrice, quantity) || cost : cost;
  const isCovered = kind.status !== undefined;
  const contracted = isCovered ? times(inBilling(text("unitprice")), quantity) || cost : cost;
  const prices = priced({
    quantity,
    list: { cost: list, unitPrice: listPrice },
    contracted: { cost: contracted, unitPrice: isCovered ? inBilling(text("unitprice")) : text("effectiveprice") },
  });
  const inPricing = (amount: string): string =>
    rate === "" || Number(rate) === 0 ? amount : computed(Number(amount) / Number(rate));
  // what a commitment covers was billed when it was bought; the row says its share of that
  const billed = isCovered ? "0" : cost;
  const effective = kind.category === "Purchase" && kind.commitment ? "0" : cost;
  const { commitment } = kind;
  return {
    AvailabilityZone: text("availabilityzone"),
    BilledCost: billed,
    BillingAccountId: accountId || text("subscriptionid"),
    BillingAccountName: text("billingaccountname") || accountId || text("subscriptionid"),
    BillingAccountType: "Billing Account",
    BillingCurrency: currency,
    BillingPeriodStart: utc(text("billingperiodstartdate")),
    BillingPeriodEnd: dayAfter(text("billingperiodenddate") || text("billingperiodstartdate")),
    ChargeCategory: kind.category,
    ChargeClass: kind.isCorrection ? "Correction" : undefined,
    ChargeDescription: text("productname") || text("metername") || serviceName,
    ChargeFrequency: kind.frequency,
    ChargePeriodStart: utc(text("date")),
    ChargePeriodEnd: dayAfter(text("date")),
    ...(commitment && {
      CommitmentDiscountId: commitment.id,
      CommitmentDiscountName: text("reservationname") || text("benefitname"),
      CommitmentDiscountCategory: commitment.category,
      CommitmentDiscountType: commitment.category === "Spend" ? "Savings Plan" : "Reservation",
      CommitmentDiscountStatus: kind.category === "Usage" ? (kind.status ?? "Used") : undefined,
      ...(isPriced &&
        !kind.isCorrection && {
          CommitmentDiscountQuantity: commitment.category === "Spend" ? cost : numberText(quantity) || "1",
          CommitmentDiscountUnit: commitment.category === "Spend" ? currency : unit,
        }),
    }),
    ...(kind.category === "Usage" &&
      kind.status !== "Unused" && { ConsumedQuantity: numberText(quantity) || "0", ConsumedUnit: unit }),
    ContractedCost: contracted,
    EffectiveCost: effective,
    InvoiceId: text("invoiceid"),
    InvoiceIssuerName: text("partnername") || "Microsoft",
    ListCost: list,
    PricingCurrency: pricingCurrency,
    PricingCurrencyEffectiveCost: inPricing(effective),
    ...(isPriced && {
      ...prices,
      PricingCurrencyContractedUnitPrice: inPricing(prices.ContractedUnitPrice),
      PricingCurrencyListUnitPrice: inPricing(prices.ListUnitPrice),
      PricingUnit: unit,
      PricingCategory: commitment ? "Committed" : text("pricingmodel") === "Spot" ? "Dynamic" : "Standard",
      SkuId: text("meterid") || text("partnumber") || serviceName,
      SkuMeter: text("metername") || serviceName,
      SkuPriceId: [text("meterid"), text("partnumber")].filter((part) => part !== "").join("_") || serviceName,
    }),
    ProviderName: "Microsoft",
    PublisherName: text("publishername") || "Microsoft",
    ...(regionId !== "" && { RegionId: regionId, RegionName: text("resourcelocation") }),
    ...(resourceId !== "" && {
      ResourceId: resourceId,
      ResourceName: text("resourcename") || resourceId.split("/").at(-1),
      ResourceType: resourceTypeOf(resourceId) ?? (text("consumedservice") || serviceName),
    }),
    ...serviceFields(serviceOf(serviceName), serviceName, tell),
    SubAccountId: text("subscriptionid"),
    SubAccountName: text("subscriptionname") || text("subscriptionid"),
    ...(text("subscriptionid") !== "" && { SubAccountType: "Subscription" }),
    Tags: tagsText(tagsIn(text("tags"), tell)),
    x_ResourceGroupName: text("resourcegroup"),
    x_CostCenter: text("costcenter"),
  };
}

interface Kind {
  readonly category: "Usage" | "Purchase" | "Tax" | "Credit" | "Adjustment";
  readonly frequency: "Usage-Based" | "Recurring" | "One-Time";
  readonly isCorrection: boolean;
  readonly status?: "Used" | "Unused" | undefined;
  readonly commitment?: { readonly id: string; readonly category: "Usage" | "Spend" } | undefined;
}

function kindOf({ text }: NativeRow): Kind {
  const type = text("chargetype").replaceAll(/\s/g, "").toLowerCase();
  const said = text("frequency").toLowerCase();
  const frequency = said === "onetime" ? "One-Time" : said === "recurring" ? "Recurring" : "Usage-Based";
  const isPlan = text("pricingmodel") === "SavingsPlan" || /savingsplan/i.test(type);
  const id = text("reservationid") || text("benefitid");
  const commitment = id === "" ? undefined : { id, category: isPlan ? ("Spend" as const) : ("Usage" as const) };
  const cost = text("costinbillingcurrency");
  switch (type) {
    case "usage": {
      const isCovered = commitment !== undefined && /^(Reservation|SavingsPlan)$/.test(text("pricingmodel"));
      return {
        category: "Usage",
        frequency,
        isCorrection: false,
        ...(isCovered && { status: "Used" as const }),
        commitment: isCovered ? commitment : undefined,
      };
    }
    case "unusedreservation":
    case "unusedsavingsplan":
      return { category: "Usage", frequency, isCorrection: false, status: "Unused", commitment };
    case "purchase":
      return {
        category: "Purchase",
        frequency: frequency === "Usage-Based" ? "One-Time" : frequency,
        isCorrection: false,
        commitment,
      };
    case "tax":
      return { category: "Tax", frequency, isCorrection: false };
    case "refund":
      return { category: "Adjustment", frequency: "One-Time", isCorrection: true, commitment };
    case "credit":
      return { category: "Credit", frequency: "One-Time", isCorrection: false };
    default:
      return {
        category: isZero(cost) || !cost.startsWith("-") ? "Adjustment" : "Credit",
        frequency: "One-Time",
        isCorrection: false,
      };
  }
}

/** `CentralUS`, `US Central` and `centralus` are written side by side; ids are lower case. */
const regionOf = (location: string): string => {
  const id = location.replaceAll(/[^A-Za-z0-9]/g, "").toLowerCase();
  return id === "unknown" || id === "unassigned" || id === "global" ? "" : id;
};

const resourceTypeOf = (resourceId: string): string | undefined =>
  /\/providers\/([\w.]+\/\w+)/i.exec(resourceId)?.[1]?.toLowerCase();

/** A price times a quantity, exactly; "" if one of them is no number. */
function times(price: string, quantity: string): string {
  const [a, b] = [readMoney(numberText(price)), readMoney(numberText(quantity))];
  return price === "" || a === undefined || b === undefined ? "" : moneyText(exchange(a, b));
}

/** Older exports leave the braces away. */
function tagsIn(text: string, tell: Tell): Readonly<Record<string, string>> {
  if (text.trim() === "") return {};
  const all = objectIn(text) ?? objectIn(`{${text}}`);
  if (!all) {
    tell("Tags", "are no JSON, with or without braces; the row has none");
    return {};
  }
  return Object.fromEntries(
    Object.entries(all).flatMap(([key, value]) =>
      value === null ? [] : [[key, typeof value === "object" ? JSON.stringify(value) : String(value)]],
    ),
  );
}
