import type { Billing } from "@skylane/core";
import { converterOf } from "../_shared/billing/native-format.ts";
import { billingExport, jsonColumns } from "./billing/billing-export.ts";
import { transferOf } from "./billing/transfers.ts";

/** Bills of Google Cloud: rows of the detailed billing export of BigQuery, as CSV or lines of JSON. */
export const gcpBilling: Billing = {
  cloud: "gcp",
  format: "gcp-billing",
  providerNames: ["Google Cloud", "Google", "GCP", "Google Cloud Platform"],
  jsonColumns,
  converterFor: (header) => converterOf(billingExport, header),
  transferOf,
};
