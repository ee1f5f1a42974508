import type { ErrorRow } from "@skylane/core";
import { errorsOf } from "@skylane/core";

/** Errors of clouds and routers, one table for all: each adapter translates its SDK's errors into these, once. */
export const cloudErrors = {
  ERR_CLOUD_UNAVAILABLE: {
    kind: "unavailable",
    when: "a cloud or router throttles, times out or answers with a server error",
  },
  ERR_CLOUD_DENIED: { kind: "denied", when: "a cloud refuses the credentials or the permission" },
  ERR_CLOUD_NOT_FOUND: { kind: "not-found", when: "a route table, attachment, router or other object does not exist" },
  ERR_CLOUD_CONFLICT: { kind: "conflict", when: "somebody else changed the route that Skylane set; it is left alone" },
  ERR_CLOUD_ANSWER: { kind: "internal", when: "a cloud or router answers in a form that is not understood" },
  ERR_ACTUATOR_UNKNOWN: {
    kind: "invalid",
    when: "the configuration names an actuator that no adapter has, or settings it does not take",
  },
  ERR_FAULT_TEST_UNKNOWN: {
    kind: "invalid",
    when: "a path names an official failover test that no adapter has, or settings it does not take",
  },
} as const satisfies Readonly<Record<string, ErrorRow>>;

/** Makes an error of the clouds' table. */
export const cloudError = errorsOf(cloudErrors);
