import type { TaskOutcome } from "../journal/past.ts";

/** A callback task that waits for its token. */
export interface OpenCallback {
  /** Ends the task; what it ended with is in the journal when this returns. */
  settle(outcome: TaskOutcome): void;
  heartbeat(): void;
}
