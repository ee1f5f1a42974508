import type { BuiltGroup } from "../config/built-groups.ts";
import type { BuiltRecord, ConnectionDocument } from "../model/built-record.ts";
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

/** Groups that were built, of all runs: what every place that knows of groups sees beside the declared ones. */
export interface BuiltGroups {
  list(): Promise<readonly BuiltGroup[]>;
}

/** What stands of runs: their groups, one item each, and a record of each run. */
export interface BuiltStore extends BuiltGroups {
  putGroup(group: BuiltGroup): Promise<void>;
  removeGroup(groupId: string): Promise<void>;
  putRecord(record: BuiltRecord): Promise<void>;
  findRecord(runId: string): Promise<BuiltRecord | undefined>;
  removeRecord(runId: string): Promise<void>;
  /** Runs that have a record, and those each leans on. */
  listRecords(): Promise<readonly Pick<BuiltRecord, "runId" | "leansOnRunIds">[]>;
}

/** Documents of connections, in Markdown; one an intent. */
export interface DocumentStore {
  put(document: ConnectionDocument): Promise<void>;
  find(intentId: string): Promise<ConnectionDocument | undefined>;
}

/** Where documents are pushed to. */
export interface RepositoryPlace {
  readonly repository: string;
  readonly branch: string;
  /** Below its root, without a slash at either end. */
  readonly folder: string;
  /** Name of the secret that holds the token. */
  readonly tokenSecret: string;
}

/** A file as it shall be there. */
export interface RepositoryFile {
  readonly name: string;
  readonly text: string;
}

/** A Git repository that documents are kept in. */
export interface DocumentRepository {
  /** Commits what differs, in one commit; false = nothing did. @throws ERR_REPOSITORY_DENIED, ERR_REPOSITORY_UNAVAILABLE */
  push(place: RepositoryPlace, files: readonly RepositoryFile[], message: string): Promise<boolean>;
}

/** Reads a request in plain words, as a second reader beside the parser. What it answers is not trusted before it was compared with the text. */
export interface IntentReader {
  /**
   * Answers within that time. `undefined` = there is none, the day's budget is spent, or it does not answer: the parser reads
   * alone then. Never throws.
   */
  read(text: string, withinMs: number): Promise<IntentSlots | undefined>;
}
