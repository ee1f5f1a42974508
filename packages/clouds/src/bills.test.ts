import type { BillCharge, BillFormat } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { billRules } from "./bills.ts";

/** A row as FOCUS, by column. */
function convert(format: BillFormat, row: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const converter = billRules(format).converterFor?.(Object.keys(row));
  const made = converter?.convert(Object.values(row)) ?? [];
  if ("fault" in made) throw new Error(made.says);
  return Object.fromEntries(converter?.header.map((name, i) => [name, made[i] ?? ""]) ?? []);
}

const cur = (type: string, more: Readonly<Record<string, string>> = {}) =>
  convert("aws-cur", {
    "bill/BillingPeriodStartDate": "2026-11-01T00:00:00.000Z",
    "bill/PayerAccountId": "1",
    "lineItem/CurrencyCode": "USD",
    "lineItem/LineItemType": type,
    "lineItem/ProductCode": "AmazonEC2",
    "lineItem/UnblendedCost": "10",
    "lineItem/UsageStartDate": "2026-11-05T00:00:00.000Z",
    "lineItem/UsageEndDate": "2026-11-05T01:00:00.000Z",
    "lineItem/UsageAmount": "2",
    ...more,
  });

const asked = (recordType: string, more: Readonly<Record<string, string>> = {}) =>
  convert("cost-explorer", {
    billing_month: "2026-11-01",
    payer_account: "1",
    linked_account: "2",
    record_type: recordType,
    start: "2026-11-05",
    end: "2026-11-06",
    estimated: "false",
    service: "AWS Direct Connect",
    usage_type: "EUC1-EqFA5-DataXfer-Out:dc.3",
    unblended_cost: "10",
    amortized_cost: "7",
    currency: "USD",
    usage_quantity: "500",
    usage_unit: "GB",
    ...more,
  });

describe("clouds/bills", () => {
  describe("Cost Explorer", () => {
    it.each([
      ["Usage", { ChargeCategory: "Usage", BilledCost: "10", PricingCategory: "Standard", ConsumedQuantity: "500" }],
      ["DiscountedUsage", { ChargeCategory: "Usage", BilledCost: "10", PricingCategory: "Committed" }],
      ["SavingsPlanCoveredUsage", { ChargeCategory: "Usage", BilledCost: "0", EffectiveCost: "7", ListCost: "10" }],
      ["SavingsPlanNegation", { ChargeCategory: "Adjustment", BilledCost: "0", EffectiveCost: "0" }],
      ["SavingsPlanRecurringFee", { ChargeCategory: "Purchase", ChargeFrequency: "Recurring", BilledCost: "10" }],
      ["Recurring", { ChargeCategory: "Purchase", ChargeFrequency: "Recurring" }],
      ["Upfront", { ChargeCategory: "Purchase", ChargeFrequency: "One-Time" }],
      ["Tax", { ChargeCategory: "Tax", SkuId: "", PricingQuantity: "", RegionId: "" }],
      ["Credit", { ChargeCategory: "Credit", ChargeClass: "" }],
      ["Refund", { ChargeCategory: "Adjustment", ChargeClass: "Correction" }],
      ["Enterprise Discount Program Discount", { ChargeCategory: "Adjustment", ChargeClass: "" }],
    ])("tells %s as FOCUS does", (type, wanted) => {
      expect(asked(type)).toMatchObject({ BillingAccountId: "1", SubAccountId: "2", ...wanted });
    });

    it.each([
      ["EUC1-EqFA5-DataXfer-Out:dc.3", "AWS Direct Connect", "eu-central-1"],
      ["DataTransfer-Out-Bytes", "AWS Data Transfer", "us-east-1"],
      ["ZZZ9-DataTransfer-Out-Bytes", "AWS Data Transfer", ""],
      ["DNS-Queries", "Amazon Route 53", ""],
    ])("%s of %s is of the Region %j", (usageType, service, regionId) => {
      expect(asked("Usage", { usage_type: usageType, service })).toMatchObject({
        RegionId: regionId,
        ServiceCategory: "Networking",
      });
    });

    it("tells what is only an estimate, and where accounts were not asked for", () => {
      const header = ["billing_month", "payer_account", "record_type", "start", "end", "estimated", "service"];
      const more = ["usage_type", "unblended_cost", "amortized_cost", "currency", "usage_quantity", "usage_unit"];
      const converter = billRules("cost-explorer").converterFor?.([...header, ...more]);
      converter?.convert([
        "2026-11-01",
        "1",
        "Usage",
        "2026-11-05",
        "2026-11-06",
        "true",
        "AWS Lambda",
        "x",
        "1",
        "1",
        "USD",
        "1",
        "N/A",
      ]);

      expect([...(converter?.deviations.values() ?? [])].map(({ column }) => column)).toEqual([
        "BilledCost",
        "SubAccountId",
      ]);
    });
  });

  describe("Cost and Usage Report", () => {
    it.each([
      ["Usage", { ChargeCategory: "Usage", BilledCost: "10", EffectiveCost: "10", ChargeFrequency: "Usage-Based" }],
      ["Tax", { ChargeCategory: "Tax", BilledCost: "10", SkuId: "", PricingQuantity: "", ListUnitPrice: "" }],
      ["Credit", { ChargeCategory: "Credit", BilledCost: "10" }],
      ["Refund", { ChargeCategory: "Adjustment", ChargeClass: "Correction" }],
      ["EdpDiscount", { ChargeCategory: "Adjustment", ChargeClass: "" }],
      ["Fee", { ChargeCategory: "Purchase", ChargeFrequency: "One-Time", EffectiveCost: "10" }],
      // covered usage and its negation come to nothing; what the plan costs is billed by its own rows
      ["SavingsPlanNegation", { BilledCost: "0", EffectiveCost: "0" }],
    ])("tells %s as FOCUS does", (type, wanted) => {
      expect(cur(type)).toMatchObject(wanted);
    });

    it("spreads what a commitment costs over what it was used for", () => {
      const plan = { "savingsPlan/SavingsPlanARN": "arn:aws:savingsplans::1:savingsplan/s" };
      const covered = cur("SavingsPlanCoveredUsage", { ...plan, "savingsPlan/SavingsPlanEffectiveCost": "7" });
      const fee = cur("SavingsPlanRecurringFee", {
        ...plan,
        "savingsPlan/TotalCommitmentToDate": "9",
        "savingsPlan/UsedCommitment": "7",
      });

      expect(covered).toMatchObject({ BilledCost: "0", EffectiveCost: "7", CommitmentDiscountStatus: "Used" });
      expect(fee).toMatchObject({ BilledCost: "10", EffectiveCost: "2", CommitmentDiscountStatus: "Unused" });
    });

    it("a fee for what is used later has no effective cost, an unused reservation has", () => {
      const reservation = { "reservation/ReservationARN": "arn:aws:ec2:us-east-1:1:reserved-instances/r" };

      expect(cur("RIFee", reservation)).toMatchObject({ ChargeCategory: "Purchase", EffectiveCost: "0" });
      expect(cur("RIFee", { ...reservation, "reservation/UnusedRecurringFee": "0.5" })).toMatchObject({
        ChargeCategory: "Usage",
        EffectiveCost: "0.5",
        CommitmentDiscountStatus: "Unused",
      });
    });

    it("a charge for a month that is over is a correction", () => {
      const late = {
        "lineItem/UsageStartDate": "2026-10-30T00:00:00Z",
        "lineItem/UsageEndDate": "2026-10-31T00:00:00Z",
      };

      expect(cur("Usage", late)).toMatchObject({ ChargeClass: "Correction" });
    });

    it("reads the names of version 2.0 and its maps", () => {
      const row = convert("aws-cur", {
        bill_billing_period_start_date: "2026-11-01 00:00:00",
        bill_payer_account_id: "1",
        line_item_currency_code: "USD",
        line_item_line_item_type: "Usage",
        line_item_product_code: "AmazonS3",
        line_item_unblended_cost: "1",
        line_item_usage_start_date: "2026-11-05",
        line_item_usage_end_date: "2026-11-06",
        product: '{"product_name":"Amazon Simple Storage Service","region_code":"eu-west-1"}',
        resource_tags: '{"user_team":"shop","aws_created_by":"x"}',
      });

      expect(row).toMatchObject({ ServiceCategory: "Storage", RegionId: "eu-west-1", RegionName: "Europe (Ireland)" });
      expect(JSON.parse(row.Tags ?? "")).toEqual({ team: "shop", "aws:created_by": "x" });
    });

    it("takes a product that it does not know as Other, and tells it", () => {
      const header = [
        "bill/BillingPeriodStartDate",
        "bill/PayerAccountId",
        "lineItem/CurrencyCode",
        "lineItem/LineItemType",
        "lineItem/ProductCode",
        "lineItem/UnblendedCost",
        "lineItem/UsageStartDate",
        "lineItem/UsageEndDate",
      ];
      const converter = billRules("aws-cur").converterFor?.(header);
      const row = converter?.convert(["2026-11-01", "1", "USD", "Usage", "toString", "1", "2026-11-05", "2026-11-06"]);

      expect(row).toContain("Other");
      expect([...(converter?.deviations.values() ?? [])]).toMatchObject([{ column: "ServiceCategory", count: 1 }]);
    });

    it.each([
      [["lineItem/UnblendedCost"], "lacks"],
      [["bill/PayerAccountId", "bill_payer_account_id"], "twice"],
    ])("takes no file whose header is %j", (header, says) => {
      expect(() => billRules("aws-cur").converterFor?.(header)).toThrow(
        expect.objectContaining({ name: "ERR_BILL_HEADER", message: expect.stringContaining(says) }),
      );
    });
  });

  describe("Azure's cost details", () => {
    const azure = (more: Readonly<Record<string, string>>) =>
      convert("azure-cost", {
        BillingCurrencyCode: "CAD",
        BillingPeriodStartDate: "9/1/2023",
        BillingPeriodEndDate: "9/30/2023",
        Date: "9/2/2023",
        ChargeType: "Usage",
        MeterCategory: "Virtual Network",
        Quantity: "2",
        CostInBillingCurrency: "3",
        SubscriptionId: "s",
        ...more,
      });

    it("reads American dates, whose last day is part of the month, and tags without braces", () => {
      const row = azure({ Tags: '"team": "shop","cost centre": "7"' });

      expect(row).toMatchObject({
        BillingCurrency: "CAD",
        BillingPeriodStart: "2023-09-01T00:00:00Z",
        BillingPeriodEnd: "2023-10-01T00:00:00Z",
        ChargePeriodStart: "2023-09-02T00:00:00Z",
        ChargePeriodEnd: "2023-09-03T00:00:00Z",
      });
      expect(JSON.parse(row.Tags ?? "")).toEqual({ team: "shop", "cost centre": "7" });
    });

    it("what a reservation covers is not billed again", () => {
      const row = azure({ PricingModel: "Reservation", ReservationId: "r", UnitPrice: "2" });

      expect(row).toMatchObject({
        BilledCost: "0",
        EffectiveCost: "3",
        ContractedCost: "4",
        PricingCategory: "Committed",
      });
    });

    it("leaves a date that is none to be set aside", () => {
      expect(azure({ Date: "30/2/2023" }).ChargePeriodStart).toBe("30/2/2023");
    });
  });

  it("Google's credits are part of what is billed, to the last digit", () => {
    const gcp = (credits: string) =>
      billRules("gcp-billing")
        .converterFor?.([
          "billing_account_id",
          "cost",
          "currency",
          "usage_start_time",
          "usage_end_time",
          "invoice.month",
          "credits",
          "labels",
        ])
        .convert([
          "A",
          "0.3",
          "USD",
          "2026-10-31 23:00:00 UTC",
          "2026-11-01 00:00:00 UTC",
          "202611",
          credits,
          '[{"key":"team","value":"shop"}]',
        ]);

    expect(gcp('[{"amount":-0.1},{"amount":-0.2000000001}]')).toEqual(
      expect.arrayContaining(["-0.0000000001", "2026-11-01T00:00:00Z", '{"team":"shop"}']),
    );
    expect(gcp("many")).toMatchObject({ fault: "bad-value" });
    expect(gcp('[{"amount":"ten"}]')).toMatchObject({ fault: "bad-value" });
  });

  it("a correction of Oracle's is one, and two rows of one number are the same", () => {
    const header = [
      "lineItem/referenceNo",
      "lineItem/tenantId",
      "lineItem/intervalUsageStart",
      "lineItem/intervalUsageEnd",
      "product/service",
      "usage/billedQuantity",
      "cost/productSku",
      "cost/myCost",
      "cost/currencyCode",
      "lineItem/isCorrection",
      "tags/ops.team",
    ];
    const converter = billRules("oci-cost").converterFor?.(header);
    const row = [
      "ref-1",
      "t",
      "2026-11-13T10:00Z",
      "2026-11-13T11:00:00Z",
      "NETWORK",
      "5",
      "B1",
      "-1",
      "USD",
      "true",
      "shop",
    ];

    expect(converter?.convert(row)).toEqual(
      expect.arrayContaining(["Correction", "2026-11-13T10:00:00Z", '{"ops.team":"shop"}']),
    );
    expect(converter?.identityOf(row)).toEqual(["ref-1"]);
    expect(converter?.identityOf(["", ...row.slice(1)])).toBeUndefined();
  });

  describe("where bytes went", () => {
    const transfer = (charge: Partial<BillCharge>) =>
      billRules("focus").transferOf({ serviceName: "", description: "", ...charge } as BillCharge);
    const aws = (regionId?: string) => ({ cloud: "aws", ...(regionId && { regionId }) });

    it.each([
      ["USE1-EUC1-AWS-Out-Bytes", "inter-region", aws("us-east-1"), aws("eu-central-1")],
      ["EUC1-USE1-AWS-In-Bytes", "inter-region", aws("us-east-1"), aws("eu-central-1")],
      ["USE1-EU-AWS-Out-ABytes", "inter-region", aws("us-east-1"), aws("eu-west-1")],
      ["US-DataTransfer-Out-Bytes", "internet", aws("us-east-1"), { cloud: "internet" }],
      ["DataTransfer-Out-Bytes", "internet", aws("us-east-1"), { cloud: "internet" }],
      ["APS3-DataTransfer-Out-Bytes", "internet", aws("ap-south-1"), { cloud: "internet" }],
      ["EU-DataTransfer-Regional-Bytes", "inter-zone", aws("eu-west-1"), aws("eu-west-1")],
      ["USE1-EqDC2-DataXfer-Out:dc.3", "dedicated", aws("us-east-1"), undefined],
      ["USE1-VpcPeering-Out-Bytes", "peering", aws("us-east-1"), undefined],
      ["USW2-TransitGateway-Bytes", "processing", aws("us-west-2"), aws("us-west-2")],
      ["USW2-NatGateway-Bytes", "processing", aws("us-west-2"), aws("us-west-2")],
    ])("AWS's %s is %s", (meter, kind, from, to) => {
      expect(transfer({ cloud: "aws", meter, regionId: "us-east-1" })).toEqual({ kind, from, to });
    });

    it.each(["USE1-BoxUsage:m5.large", "Requests-Tier1", "USE1-NatGateway-Hours", "__proto__-AWS-Out", ""])(
      "AWS's %s is for no bytes on their way",
      (meter) => {
        expect(transfer({ cloud: "aws", meter })).toBeUndefined();
      },
    );

    it.each([
      ["azure", "Bandwidth", "Rtn Preference: MGN", "Standard Data Transfer Out", "internet"],
      ["azure", "Bandwidth", "Bandwidth Inter-Region", "Intra Continent Data Transfer Out", "inter-region"],
      ["azure", "ExpressRoute", "ExpressRoute - Metered Data", "Metered Data - Data Transfer Out", "dedicated"],
      ["azure", "Virtual Network", "Virtual Network Peering", "Intra-Region Egress", "peering"],
      ["azure", "Virtual Network", "Virtual Network Private Link", "Standard Data Processed - Egress", "processing"],
      ["gcp", "Compute Engine", "", "Network Internet Data Transfer Out from Americas to EMEA", "internet"],
      ["gcp", "Compute Engine", "", "Network Inter Zone Data Transfer Out", "inter-zone"],
      ["gcp", "Compute Engine", "", "Network Inter Region Data Transfer Out from Americas to EMEA", "inter-region"],
      ["gcp", "Compute Engine", "", "Network Interconnect Egress via Dedicated Interconnect", "dedicated"],
      ["oci", "NETWORK", "Outbound Data Transfer Zone 1", undefined, "internet"],
    ] as const)("%s's %s, %s %s is %s", (cloud, serviceName, description, meter, kind) => {
      expect(transfer({ cloud, serviceName, description, meter })?.kind).toBe(kind);
    });

    it("who bills is known by the names of FOCUS, and nobody else is guessed", () => {
      const { cloudOf } = billRules("focus");

      expect(["AWS", "Microsoft", "Google Cloud", "Oracle"].map(cloudOf)).toEqual(["aws", "azure", "gcp", "oci"]);
      expect(cloudOf("Acme Clouds")).toBeUndefined();
    });
  });
});
