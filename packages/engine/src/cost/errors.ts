import type { ErrorRow } from "@skylane/core";
import { errorsOf } from "@skylane/core";

/** Errors of bills and what is made of them. */
export const billErrors = {
  ERR_BILL_HEADER: {
    kind: "invalid",
    when: "a file of a bill is not written in the format it is said to be in; nothing of its delivery was taken",
  },
} as const satisfies Readonly<Record<string, ErrorRow>>;

/** Makes an error of that table. */
export const billError = errorsOf(billErrors);
