import type { ErrorRow } from "@skylane/core";
import { errorsOf } from "@skylane/core";

/** Errors of asking for connections. */
export const intentErrors = {
  ERR_INTENT_MISSING: { kind: "not-found", when: "an order names an intent that is not stored" },
  ERR_INTENT_BATCH: { kind: "invalid", when: "rows of a table of requests cannot be taken; none of them was" },
  ERR_INTENT_OWN: { kind: "denied", when: "somebody approves a plan for what they have asked for themselves" },
  ERR_INTENT_PLAN_STALE: {
    kind: "conflict",
    when: "an approval is for another plan than the one that stands, or the world has changed and the plan was made again",
  },
  ERR_INTENT_UNCONFIRMED: {
    kind: "denied",
    when: "an order in a chat that takes the name of the request, typed exactly, comes without it or with another",
  },
  ERR_INTENT_STATE: {
    kind: "conflict",
    when: "an order does not fit where the intent is: approved twice, undone before it is built, cancelled after",
  },
  ERR_INTENT_DESIGNED_ONLY: {
    kind: "conflict",
    when: "a plan is approved where nothing is built: the stage says provisioning: off",
  },
  ERR_INTENT_EXPIRED: { kind: "conflict", when: "an approval comes after its time" },
  ERR_INTENT_BUSY: { kind: "conflict", when: "somebody else has written the intent at the same moment; try again" },
  ERR_TOPOLOGY_MISSING: {
    kind: "conflict",
    when: "connections are asked for before the estate was looked at; discover first",
  },
  ERR_PROOF_UNWANTED: {
    kind: "denied",
    when: "somebody asks for packets to connections that no plan under proof is about; nothing was sent",
  },
  ERR_DOCUMENT_MISSING: { kind: "not-found", when: "a document is asked for of a connection that has never stood" },
  ERR_DOCUMENT_LARGE: {
    kind: "conflict",
    when: "the documents of a run do not fit one answer; ask for those of its intents",
  },
  ERR_REPOSITORY_DENIED: {
    kind: "denied",
    when: "the Git repository for documents lets nobody in with its token, or the token is not set",
  },
  ERR_REPOSITORY_UNAVAILABLE: {
    kind: "unavailable",
    when: "documents could not be pushed to their Git repository; it is tried again",
  },
  ERR_STEP_FAILED: { kind: "conflict", when: "a cloud refuses an object of a plan, or says that it has failed" },
} as const satisfies Readonly<Record<string, ErrorRow>>;

/** Makes an error of that table. */
export const intentError = errorsOf(intentErrors);
