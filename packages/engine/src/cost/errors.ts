import type { ErrorRow } from "@skylane/core";
import { errorsOf } from "@skylane/core";

/** Errors of what is said of costs. */
export const costErrors = {
  ERR_ANOMALY_MISSING: { kind: "not-found", when: "somebody answers an anomaly of costs that is not kept" },
  ERR_ANOMALY_ENDED: { kind: "conflict", when: "an anomaly of costs is snoozed that is over or dismissed" },
  ERR_ANOMALY_UNPLANNED: {
    kind: "conflict",
    when: "a plan is asked for an anomaly that is over, or that no move of flows would end",
  },
  ERR_FINDING_CONTESTED: {
    kind: "unavailable",
    when: "what is to be kept of a finding of costs was written by others again and again",
  },
  ERR_RECOMMENDATION_MISSING: { kind: "not-found", when: "somebody answers a way to pay less that is not kept" },
  ERR_RECOMMENDATION_ENDED: {
    kind: "conflict",
    when: "somebody answers a way to pay less that was done, or was judged by the bill already",
  },
} as const satisfies Readonly<Record<string, ErrorRow>>;

/** Makes an error of that table. */
export const costError = errorsOf(costErrors);
