import type { ErrorRow } from "@skylane/core";
import { errorsOf } from "@skylane/core";

/** Errors of clouds and routers, one table for all: each adapter translates its SDK's errors into these, once. */
export const cloudErrors = {
  ERR_CLOUD_UNAVAILABLE: {
    kind: "unavailable",
    when: "a cloud or router throttles, times out or answers with a server error",
  },
  ERR_CLOUD_DENIED: { kind: "denied", when: "a cloud refuses the credentials or the permission" },
  ERR_IDENTITY_UNAVAILABLE: {
    kind: "unavailable",
    when: "a token or credentials for another cloud could not be had, and those there were have run out",
  },
  ERR_IDENTITY_REFUSED: {
    kind: "denied",
    when: "a cloud does not trust who Skylane is there: issuer, audience or subject is not what its trust names",
  },
  ERR_CLOUD_NOT_FOUND: { kind: "not-found", when: "a route table, attachment, router or other object does not exist" },
  ERR_CLOUD_CONFLICT: { kind: "conflict", when: "somebody else changed the route that Skylane set; it is left alone" },
  ERR_BACKUP_ABSENT: {
    kind: "conflict",
    when: "nothing else would carry the prefixes after a change, so that it is not made",
  },
  ERR_PATH_LAST: { kind: "conflict", when: "a change would switch off the last path that works; nothing was written" },
  ERR_CLOUD_ANSWER: { kind: "internal", when: "a cloud or router answers in a form that is not understood" },
  ERR_ROUTE_TARGET_UNFIT: {
    kind: "invalid",
    when: "a cloud's route cannot lead where the path goes, or a table imports it in a way that no single statement can change",
  },
  ERR_ACTUATOR_UNKNOWN: {
    kind: "invalid",
    when: "the configuration names an actuator that no adapter has, or settings it does not take",
  },
  ERR_ALARM_INVALID: {
    kind: "invalid",
    when: "what a cloud sends about an alarm has not the form its vendor documents",
  },
  ERR_FAULT_TEST_UNKNOWN: {
    kind: "invalid",
    when: "a path names an official failover test that no adapter has, or settings it does not take",
  },
  ERR_PROVISIONER_UNKNOWN: { kind: "invalid", when: "a step of a plan names a resource that no adapter makes" },
  ERR_STEP_INVALID: { kind: "invalid", when: "a step of a plan wants something that its provisioner does not take" },
  ERR_RESOURCE_BUSY: {
    kind: "conflict",
    when: "a cloud is still at work on an object, or on one it depends on; asked again it may take the change",
  },
  ERR_RESOURCE_REFUSED: {
    kind: "invalid",
    when: "a cloud does not make an object as it is wanted: a quota is reached, a range overlaps, a name is somebody else's",
  },
} as const satisfies Readonly<Record<string, ErrorRow>>;

/** Makes an error of the clouds' table. */
export const cloudError = errorsOf(cloudErrors);
