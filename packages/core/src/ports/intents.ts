import type { IntentSlots } from "../model/intent.ts";
import type { IntentRun, RunSummary } from "../model/intent-run.ts";
import type { MadeResource } from "../model/provision-run.ts";

/** Runs of intents. */
export interface IntentStore {
  /** Writes it if no run of that id is there; answers the one that is. */
  open(run: IntentRun): Promise<IntentRun>;
  find(runId: string): Promise<IntentRun | undefined>;
  /** Newest first. */
  list(limitCount: number): Promise<readonly RunSummary[]>;
  /** Writes it in place of the one that was seen, with the next version; `undefined` if another has written since. */
  save(next: IntentRun, seen: Pick<IntentRun, "version">): Promise<IntentRun | undefined>;
}

/** What runs have made, or use: a claim a run and object, written before the first call and kept until the object is gone. */
export interface MadeStore {
  /** Of one run, by step. */
  list(runId: string): Promise<readonly MadeResource[]>;
  put(runId: string, made: MadeResource): Promise<void>;
  /** Runs that have a claim on the object of that key; `made` is as it was when they last ordered it, or began to let go. */
  claimsOn(key: string): Promise<readonly { readonly runId: string; readonly made: MadeResource }[]>;
}

/** Reads a request in plain words, as a second reader beside the parser. What it answers is not trusted before it was compared with the text. */
export interface IntentReader {
  /**
   * Answers within that time. `undefined` = there is none, the day's budget is spent, or it does not answer: the parser reads
   * alone then. Never throws.
   */
  read(text: string, withinMs: number): Promise<IntentSlots | undefined>;
}
