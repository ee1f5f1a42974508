import { billRules } from "@skylane/clouds/bills";
import type { BillFormat } from "@skylane/core";

type Fields = Readonly<Record<string, string>>;

const tableOf = (format: BillFormat, common: Fields, kinds: readonly Fields[]) => {
  const header = [...new Set([common, ...kinds].flatMap((one) => Object.keys(one)))];
  const rows = kinds.map((one) => header.map((name) => one[name] ?? common[name] ?? ""));
  return { format, header, rows };
};

const arn = (what: string): string => `arn:aws:${what}`;

const cur = tableOf(
  "aws-cur",
  {
    bill_billing_period_start_date: "2026-11-01T00:00:00.000Z",
    bill_payer_account_id: "111111111111",
    bill_billing_entity: "AWS",
    line_item_usage_account_id: "222222222222",
    line_item_currency_code: "USD",
    line_item_product_code: "AmazonEC2",
    line_item_usage_start_date: "2026-11-05T00:00:00.000Z",
    line_item_usage_end_date: "2026-11-05T01:00:00.000Z",
    line_item_usage_type: "USE1-BoxUsage:m5.large",
    line_item_usage_amount: "1",
    pricing_unit: "Hrs",
    product: '{"product_name":"Amazon Elastic Compute Cloud","region":"us-east-1"}',
    product_sku: "SKU1",
    pricing_rate_code: "SKU1.T.R",
    resource_tags: '{"user_team":"shop"}',
  },
  [
    {
      line_item_line_item_type: "Usage",
      line_item_unblended_cost: "0.096",
      line_item_unblended_rate: "0.096",
      pricing_public_on_demand_cost: "0.096",
      pricing_public_on_demand_rate: "0.096",
      line_item_resource_id: arn("ec2:us-east-1:1:instance/i-1"),
    },
    { line_item_line_item_type: "Usage", line_item_unblended_cost: "-0.5", line_item_usage_amount: "1" },
    { line_item_line_item_type: "Usage", line_item_unblended_cost: "0", line_item_usage_amount: "0" },
    {
      line_item_line_item_type: "DiscountedUsage",
      line_item_unblended_cost: "0",
      pricing_public_on_demand_cost: "0.096",
      pricing_public_on_demand_rate: "0.096",
      reservation_effective_cost: "0.06",
      reservation_reservation_a_r_n: arn("ec2:us-east-1:1:reserved-instances/r-1"),
    },
    {
      line_item_line_item_type: "SavingsPlanCoveredUsage",
      line_item_unblended_cost: "0.096",
      savings_plan_savings_plan_effective_cost: "0.07",
      savings_plan_savings_plan_a_r_n: arn("savingsplans::1:savingsplan/s-1"),
    },
    {
      line_item_line_item_type: "SavingsPlanNegation",
      line_item_unblended_cost: "-0.096",
      savings_plan_savings_plan_a_r_n: arn("savingsplans::1:savingsplan/s-1"),
    },
    {
      line_item_line_item_type: "SavingsPlanRecurringFee",
      line_item_unblended_cost: "0.1",
      savings_plan_total_commitment_to_date: "0.1",
      savings_plan_used_commitment: "0.07",
      savings_plan_savings_plan_a_r_n: arn("savingsplans::1:savingsplan/s-1"),
    },
    {
      line_item_line_item_type: "SavingsPlanUpfrontFee",
      line_item_unblended_cost: "100",
      savings_plan_savings_plan_a_r_n: arn("savingsplans::1:savingsplan/s-2"),
    },
    {
      line_item_line_item_type: "RIFee",
      line_item_unblended_cost: "44.6",
      line_item_usage_amount: "744",
      reservation_reservation_a_r_n: arn("ec2:us-east-1:1:reserved-instances/r-1"),
    },
    {
      line_item_line_item_type: "RIFee",
      line_item_unblended_cost: "44.6",
      line_item_usage_amount: "744",
      reservation_unused_recurring_fee: "4.1",
      reservation_reservation_a_r_n: arn("ec2:us-east-1:1:reserved-instances/r-2"),
    },
    {
      line_item_line_item_type: "Fee",
      line_item_unblended_cost: "12",
      line_item_usage_amount: "1",
      line_item_usage_end_date: "2026-11-05T00:00:00.000Z",
    },
    { line_item_line_item_type: "Tax", line_item_unblended_cost: "3.2" },
    { line_item_line_item_type: "Credit", line_item_unblended_cost: "-20" },
    { line_item_line_item_type: "Refund", line_item_unblended_cost: "-7" },
    { line_item_line_item_type: "EdpDiscount", line_item_unblended_cost: "-1.5" },
  ],
);

const azure = tableOf(
  "azure-cost",
  {
    billingAccountId: "8611537",
    billingCurrency: "EUR",
    pricingCurrency: "USD",
    exchangeRatePricingToBilling: "0.9",
    billingPeriodStartDate: "11/01/2026",
    billingPeriodEndDate: "11/30/2026",
    date: "11/05/2026",
    chargeType: "Usage",
    frequency: "UsageBased",
    meterCategory: "Virtual Machines",
    meterId: "m-1",
    meterName: "D2s v3",
    productName: "Virtual Machines Dsv3",
    quantity: "24",
    unitOfMeasure: "1 Hour",
    SubscriptionId: "s-1",
    subscriptionName: "shop",
    resourceLocation: "EU West",
    tags: '{"team":"shop"}',
  },
  [
    {
      costInBillingCurrency: "2.16",
      unitPrice: "0.1",
      effectivePrice: "0.09",
      payGPrice: "0.12",
      pricingModel: "OnDemand",
      resourceId: "/subscriptions/s-1/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm1",
    },
    {
      costInBillingCurrency: "1.2",
      unitPrice: "0.1",
      effectivePrice: "0.05",
      pricingModel: "Reservation",
      reservationId: "r-1",
      reservationName: "vms",
    },
    {
      costInBillingCurrency: "0.4",
      chargeType: "UnusedReservation",
      pricingModel: "Reservation",
      reservationId: "r-1",
      reservationName: "vms",
    },
    {
      costInBillingCurrency: "0.7",
      chargeType: "UnusedSavingsPlan",
      pricingModel: "SavingsPlan",
      benefitId: "b-1",
      benefitName: "plan",
    },
    {
      costInBillingCurrency: "120",
      quantity: "1",
      chargeType: "Purchase",
      frequency: "OneTime",
      reservationId: "r-1",
      reservationName: "vms",
    },
    { costInBillingCurrency: "-3", quantity: "1", chargeType: "Refund", frequency: "OneTime" },
    { costInBillingCurrency: "1", quantity: "1", chargeType: "Tax", frequency: "OneTime" },
    { costInBillingCurrency: "0", quantity: "0", pricingModel: "Spot" },
  ],
);

const gcpHeader = billRules("gcp-billing").jsonColumns ?? [];
const gcp = tableOf(
  "gcp-billing",
  {
    ...Object.fromEntries(gcpHeader.map((name) => [name, ""])),
    billing_account_id: "AAAAAA-BBBBBB-CCCCCC",
    invoice: '{"month":"202611"}',
    cost_type: "regular",
    service: '{"id":"6F81-5844-456A","description":"Compute Engine"}',
    sku: '{"id":"1111-2222","description":"N1 Predefined Instance Core running in Americas"}',
    usage_start_time: "2026-11-05 08:00:00 UTC",
    usage_end_time: "2026-11-05 09:00:00 UTC",
    project: '{"id":"shop","name":"Shop"}',
    labels: '[{"key":"team","value":"shop"}]',
    location: '{"region":"us-central1","zone":"us-central1-a"}',
    currency: "USD",
    usage: '{"amount":3600,"unit":"seconds","amount_in_pricing_units":1,"pricing_unit":"hour"}',
    credits: "[]",
  },
  [
    {
      cost: "0.031611",
      cost_at_list: "0.031611",
      resource: '{"global_name":"//compute.googleapis.com/projects/shop/zones/us-central1-a/instances/1","name":"web"}',
    },
    { cost: "0.031611", credits: '[{"name":"CUD","amount":-0.031611,"type":"COMMITTED_USAGE_DISCOUNT","id":"c-1"}]' },
    {
      cost: "0.031611",
      credits:
        '[{"name":"Flex","amount":-0.01,"type":"COMMITTED_USAGE_DISCOUNT_DOLLAR_BASE","id":"c-2"},{"name":"Free","amount":-0.001,"type":"PROMOTION","id":"p"}]',
    },
    { cost: "15", sku: '{"id":"3333","description":"Commitment v1: Cpu in Americas for 1 Year"}' },
    { cost: "2", cost_type: "tax", project: "" },
    { cost: "0.000001", cost_type: "rounding_error" },
    { cost: "-4", cost_type: "adjustment", adjustment_info: '{"id":"a","mode":"PARTIAL_CORRECTION"}' },
  ],
);

/** Charges of each kind that a cloud's documentation names; made up, with the columns as they are written there. */
export const everyKind = [cur, azure, gcp];
