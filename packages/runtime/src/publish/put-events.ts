import type { PutEventsRequestEntry, PutEventsResponse } from "@aws-sdk/client-eventbridge";
import type { CallerOptions } from "../aws/json-caller.ts";

/** One call of PutEvents, however it is sent; ten entries at most. What the bus did not take of them is in the answer. */
export type PutEvents = (
  entries: readonly PutEventsRequestEntry[],
) => Promise<Pick<PutEventsResponse, "FailedEntryCount" | "Entries">>;

/** How calls of a bus are made. */
export type BusMaker = (options: CallerOptions) => PutEvents;
