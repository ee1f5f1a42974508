import { focusColumnNames } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { billRules } from "./bills.ts";

const needed = {
  "aws-cur": [
    "bill/BillingPeriodStartDate",
    "bill/PayerAccountId",
    "lineItem/CurrencyCode",
    "lineItem/LineItemType",
    "lineItem/ProductCode",
    "lineItem/UnblendedCost",
    "lineItem/UsageEndDate",
    "lineItem/UsageStartDate",
    "lineItem/UsageAmount",
    "lineItem/ResourceId",
    "lineItem/UsageType",
    "product",
    "resource_tags",
    "savingsPlan/UsedCommitment",
    "resourceTags/user:__proto__",
  ],
  "azure-cost": [
    "BillingCurrencyCode",
    "BillingPeriodStartDate",
    "ChargeType",
    "CostInBillingCurrency",
    "Date",
    "MeterCategory",
    "Quantity",
    "SubscriptionId",
    "Tags",
    "ExchangeRatePricingToBilling",
    "UnitPrice",
    "ResourceId",
  ],
  "gcp-billing": billRules("gcp-billing").jsonColumns ?? [],
  "oci-cost": [
    "cost/currencyCode",
    "cost/myCost",
    "cost/productSku",
    "lineItem/intervalUsageEnd",
    "lineItem/intervalUsageStart",
    "lineItem/isCorrection",
    "lineItem/tenantId",
    "product/service",
    "usage/billedQuantity",
    "tags/a.b",
  ],
} as const;

/** What stands in bills, and what somebody who wants harm writes there. */
const field = fc.oneof(
  fc.string(),
  fc.constantFrom("", "NULL", "0", "-0.5", "1e400", "1e-9", "NaN", "Infinity", "+3", "0x10", "1,5"),
  fc.constantFrom("2026-11-05T00:00:00Z", "11/31/2026", "13/13/2026", "2026-02-30", "9999999-01-01", "202611"),
  fc.constantFrom("Usage", "Tax", "RIFee", "Purchase", "UnusedReservation", "__proto__", "constructor", "true"),
  fc.constantFrom(
    "{}",
    "[]",
    "[null]",
    '{"a":{}}',
    '{"__proto__":{"x":1}}',
    '[{"amount":"x"}]',
    '[{"key":1}]',
    "{".repeat(5_000),
  ),
  fc.constantFrom("arn:", "arn:aws:::::", "/providers/", "ocid1.", "USE1--AWS-Out-Bytes", "-".repeat(20_000)),
);

describe("clouds/bills, of any input", () => {
  it.each(Object.entries(needed))("a row of %s becomes a row or a fault, and no bytes go astray", (format, header) => {
    const rules = billRules(format as keyof typeof needed);
    const converter = rules.converterFor?.(header);
    fc.assert(
      fc.property(fc.array(field, { minLength: header.length, maxLength: header.length }), (fields) => {
        const made = converter?.convert(fields) ?? [];
        if ("fault" in made) {
          expect(made.says.length).toBeGreaterThan(10);
          return;
        }
        expect(made).toHaveLength(converter?.header.length ?? -1);
        expect(made.every((one) => typeof one === "string")).toBe(true);
        const at = (name: (typeof focusColumnNames)[number]): string =>
          made[converter?.header.indexOf(name) ?? -1] ?? "";
        expect(at("ServiceCategory")).not.toBe("");
        const charge = {
          cloud: "aws",
          serviceName: at("ServiceName"),
          description: at("ChargeDescription"),
          meter: at("SkuMeter"),
        };
        for (const cloud of ["aws", "azure", "gcp", "oci"])
          expect(() => rules.transferOf({ ...charge, cloud } as Parameters<typeof rules.transferOf>[0])).not.toThrow();
      }),
      { numRuns: 400 },
    );
    expect(({} as Readonly<Record<string, unknown>>).x).toBeUndefined();
  });

  it("makes columns of FOCUS before its own, and names none twice", () => {
    for (const [format, header] of Object.entries(needed)) {
      const columns = billRules(format as keyof typeof needed).converterFor?.(header).header ?? [];
      const own = columns.filter((name) => name.startsWith("x_"));

      expect(new Set(columns).size).toBe(columns.length);
      expect(columns.slice(-own.length)).toEqual(own);
      expect(
        columns.slice(0, -own.length).every((name) => (focusColumnNames as readonly string[]).includes(name)),
      ).toBe(true);
    }
  });
});
