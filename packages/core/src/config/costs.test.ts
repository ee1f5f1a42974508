import { describe, expect, it } from "vitest";
import { CostSettings } from "./costs.ts";

const says = (at: string, format: string): string | undefined =>
  CostSettings.safeParse({ bills: [{ id: "one", format, at }] }).error?.issues[0]?.message;

describe("core/config/costs", () => {
  it.each([
    ["file:bills/aws", "aws-cur"],
    ["s3://bucket/prefix", "focus"],
    ["oci://bling/ocid1.tenancy.oc1..aaaa/FOCUS Reports/", "focus"],
    ["bigquery:globalcart-billing.billing.gcp_billing_export_v1_01AB23_456789_CDEF01", "gcp-billing"],
    ["cost-explorer:111122223333", "cost-explorer"],
  ])("bills may be at %s", (at, format) => {
    expect(says(at, format)).toBeUndefined();
  });

  it.each([
    "bigquery:globalcart-billing.billing",
    "bigquery:globalcart-billing.billing.export`; DROP TABLE x; --",
    "bigquery:globalcart-billing.bill`ing.export",
    "bigquery:Globalcart.billing.export",
    "cost-explorer:1234",
    "cost-explorer:111122223333/../x",
    "oci://bling/bucket/a\nb",
    "ftp://bucket/prefix",
  ])("and not at %j", (at) => {
    expect(says(at, "focus")).toMatch(/^must be file:bills\/aws, .* or cost-explorer:<account>$/);
  });

  it.each([
    ["cost-explorer:111122223333", "focus", "must be cost-explorer, which is what cost-explorer: answers"],
    ["bigquery:globalcart-billing.billing.export", "focus", "must be gcp-billing, which is what bigquery: answers"],
    [
      "s3://bucket/prefix",
      "cost-explorer",
      "cost-explorer is what the place cost-explorer:<account> answers; name the format of the files",
    ],
  ])("what is at %s is not of the format %s", (at, format, message) => {
    expect(says(at, format)).toBe(message);
  });
});
