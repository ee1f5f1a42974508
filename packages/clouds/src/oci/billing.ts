import type { Billing } from "@skylane/core";
import { converterOf } from "../_shared/billing/native-format.ts";
import { costReport } from "./billing/cost-report.ts";
import { transferOf } from "./billing/transfers.ts";

/** Bills of Oracle: cost reports; its FOCUS reports are read as FOCUS. */
export const ociBilling: Billing = {
  cloud: "oci",
  format: "oci-cost",
  providerNames: ["Oracle", "Oracle Cloud Infrastructure", "OCI"],
  converterFor: (header) => converterOf(costReport, header),
  transferOf,
};
