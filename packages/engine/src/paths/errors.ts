import { type ErrorRow, errorsOf } from "@skylane/core";

/** Errors of choosing paths. */
export const pathsErrors = {
  ERR_PATH_PLAN_MISSING: { kind: "not-found", when: "no plan of paths was made yet: it is made after the first look" },
  ERR_PATH_UNKNOWN: { kind: "not-found", when: "a path is asked for that is not declared" },
  ERR_FLOW_UNKNOWN: { kind: "not-found", when: "no flow of this id takes part in the choice of paths" },
} as const satisfies Readonly<Record<string, ErrorRow>>;

/** Makes an error of the table. */
export const pathsError = errorsOf(pathsErrors);
