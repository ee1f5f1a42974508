import type { PutEventsRequestEntry, PutEventsResponse } from "@aws-sdk/client-eventbridge";
import type { Clock } from "@skylane/core";
import type { KeysOf } from "../aws/aws-keys.ts";

/** One call of PutEvents, however it is sent; ten entries at most. What the bus did not take of them is in the answer. */
export type PutEvents = (
  entries: readonly PutEventsRequestEntry[],
) => Promise<Pick<PutEventsResponse, "FailedEntryCount" | "Entries">>;

/** Which EventBridge, as whom, and how patiently. */
export interface BusOptions {
  readonly regionId: string;
  /** Absent = where the environment says, else the public address. */
  readonly endpoint?: string | undefined;
  /** Absent = this process's own. */
  readonly credentials?: KeysOf | undefined;
  readonly tryCount: number;
  /** For one try. */
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** How calls of a bus are made. */
export type BusMaker = (options: BusOptions) => PutEvents;
