import { spanInbox as inboxIn, requestLedger as ledgerIn, requestStore } from "../store/state/request-stores.ts";
import type { Port } from "./ports.ts";
import { stateTable } from "./tables.ts";

/** Requests of applications, as they are read. */
export const requests: Port<"requests"> = {
  name: "requests",
  make: ({ the, clock }) => requestStore(the(stateTable), () => clock.nowMs()),
};

/** Where spans are put, and nothing is read. */
export const spanInbox: Port<"spanInbox"> = { name: "spanInbox", make: ({ the }) => inboxIn(the(stateTable)) };

/** Where joined requests are written. */
export const requestLedger: Port<"requestLedger"> = {
  name: "requestLedger",
  make: ({ the }) => ledgerIn(the(stateTable)),
};
