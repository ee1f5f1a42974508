import type { ErrorRow } from "./skylane-error.ts";
import { errorsOf } from "./skylane-error.ts";

/** Errors any part of Skylane can meet. Domains keep their own table beside their code. */
export const coreErrors = {
  ERR_CONFIG_INVALID: {
    kind: "invalid",
    when: "skylane.yaml breaks a rule of the schema or names something that is not declared",
  },
  ERR_CONFIG_MISSING: { kind: "not-found", when: "the configuration file cannot be read" },
  ERR_QUOTA_SMALL: {
    kind: "conflict",
    when: "the account's quotas are too small for what is to be deployed; nothing was created",
  },
  ERR_EVENT_INVALID: { kind: "invalid", when: "an event does not fit the schema of its type in the registry" },
  ERR_REQUEST_INVALID: { kind: "invalid", when: "an API body, path or query does not fit its schema" },
  ERR_ROUTE_MISSING: { kind: "not-found", when: "a request is for an address that the API does not have" },
  ERR_SPANS_TOO_LARGE: {
    kind: "invalid",
    when: "spans that came at once are more than can be kept as one, however little is kept of them; send fewer at once",
  },
  ERR_SNAPSHOT_UNKNOWN: {
    kind: "not-found",
    when: "no snapshot of the topology has this key, or it is older than 30 days",
  },
  ERR_FAILURE_UNKNOWN: {
    kind: "not-found",
    when: "what is asked to fail in thought is nothing that was seen, or can mean more than one thing",
  },
  ERR_STORE_UNAVAILABLE: { kind: "unavailable", when: "the state or coordination table does not answer" },
  ERR_SECRETS_UNAVAILABLE: { kind: "unavailable", when: "the parameters that hold the secrets cannot be read" },
  ERR_CHAT_UNAVAILABLE: { kind: "unavailable", when: "Slack takes no answer to an order; it is tried again" },
  ERR_BUS_UNAVAILABLE: { kind: "unavailable", when: "the event bus did not take an event" },
  ERR_REGION_STANDBY: {
    kind: "conflict",
    when: "a step of a workflow runs, or a person orders a move, in a Region whose stack does not act now",
  },
  ERR_METRICS_UNAVAILABLE: {
    kind: "unavailable",
    when: "CloudWatch does not say what an installation used, or may not be asked",
  },
  ERR_PROVER_UNAVAILABLE: {
    kind: "unavailable",
    when: "a function that measures from inside a network does not answer, or not what it should",
  },
  ERR_BILL_HEADER: {
    kind: "invalid",
    when: "a file of a bill is not written in the format it is said to be in; nothing of its delivery was taken",
  },
  ERR_BILL_UNREADABLE: {
    kind: "invalid",
    when: "a folder, manifest or file of a bill cannot be read, or is larger than any bill",
  },
  ERR_COLLECTOR_UNAVAILABLE: {
    kind: "unavailable",
    when: "the collector of `telemetry` takes no trace; it is kept here all the same",
  },
  ERR_SITE_UNAVAILABLE: { kind: "unavailable", when: "the bucket of the page does not take the status page" },
  ERR_WORKFLOW_UNAVAILABLE: { kind: "unavailable", when: "a workflow execution could not be started" },
  ERR_REPORT_KEY_INVALID: { kind: "invalid", when: "a key that seals reports, or checks a seal, is no Ed25519 key" },
} as const satisfies Readonly<Record<string, ErrorRow>>;

/** Makes an error of the core table. */
export const coreError = errorsOf(coreErrors);
