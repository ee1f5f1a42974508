import type { Billing } from "@skylane/core";
import { converterOf } from "../_shared/billing/native-format.ts";
import { costExplorerFormat } from "./billing/cost-explorer-format.ts";
import { cur } from "./billing/cur.ts";
import { transferOf } from "./billing/transfers.ts";

/** Bills of AWS: the Cost and Usage Report, legacy and 2.0, and what Cost Explorer answers. */
export const awsBilling: Billing = {
  cloud: "aws",
  format: "aws-cur",
  providerNames: ["AWS", "Amazon Web Services", "Amazon Web Services, Inc."],
  converterFor: (header) => converterOf(cur, header),
  more: { "cost-explorer": (header) => converterOf(costExplorerFormat, header) },
  transferOf,
};
