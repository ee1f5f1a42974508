import type { Billing } from "@skylane/core";
import { converterOf } from "../_shared/billing/native-format.ts";
import { costDetails } from "./billing/cost-details.ts";
import { transferOf } from "./billing/transfers.ts";

/** Bills of Azure: cost details of an enterprise or a customer agreement. */
export const azureBilling: Billing = {
  cloud: "azure",
  format: "azure-cost",
  providerNames: ["Microsoft", "Azure", "Microsoft Azure", "Microsoft Corporation"],
  converterFor: (header) => converterOf(costDetails, header),
  transferOf,
};
