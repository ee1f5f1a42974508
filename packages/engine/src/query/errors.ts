import type { ErrorRow } from "@skylane/core";
import { errorsOf } from "@skylane/core";

/** Errors of questions and requests. */
export const queryErrors = {
  ERR_TRACE_UNKNOWN: {
    kind: "not-found",
    when: "no request of this trace id is kept whole, or it is older than 8 days",
  },
} as const satisfies Readonly<Record<string, ErrorRow>>;

/** Makes an error of that table. */
export const queryError = errorsOf(queryErrors);
