import * as z from "zod";
import type { DocumentTable } from "./document-table.ts";

const Thread = z.strictObject({ ts: z.string() });
type Thread = z.infer<typeof Thread>;

/** The message each incident's thread hangs on, by the alert's `dedupKey`. */
export interface ThreadStore {
  find(dedupKey: string): Promise<Thread | undefined>;
  /** Kept unless there is one already; of two at once the first is the thread, the other stays a message by itself. */
  open(dedupKey: string, thread: Thread): Promise<void>;
}

const KEEP_SECONDS = 30 * 86_400;

/** Threads in `skylane-state`, gone after a month: who writes then begins a new one. */
export const threadStore = (table: DocumentTable, nowMs: () => number): ThreadStore => ({
  find: (dedupKey) => table.get({ pk: `THREAD#${dedupKey}`, sk: "-" }, Thread),
  async open(dedupKey, thread) {
    await table.putNew({ pk: `THREAD#${dedupKey}`, sk: "-" }, thread, Math.floor(nowMs() / 1_000) + KEEP_SECONDS);
  },
});
