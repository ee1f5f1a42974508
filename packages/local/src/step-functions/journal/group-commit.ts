import type { DatabaseSync } from "node:sqlite";

/** The journal can no longer be written (or was closed): executions stop where they are and are resumed by the next start. */
export class JournalClosed extends Error {
  override readonly name = "JournalClosed";
}

/** One SQLite transaction for everything written in the same turn of the event loop. */
export interface GroupCommit {
  /** Runs a write inside the open transaction. @throws JournalClosed */
  write<T>(run: () => T): T;
  /** Resolves when everything written so far is on disk. @throws JournalClosed when the commit failed */
  durable(): Promise<void>;
  /** Commits what is open and refuses everything after it. */
  close(): void;
}

export function createGroupCommit(db: DatabaseSync): GroupCommit {
  let open: PromiseWithResolvers<void> | undefined;
  let closed: JournalClosed | undefined;

  /** What is in memory is ahead of the disk now: nothing more may be built on it. */
  const breakDown = (cause: unknown): JournalClosed => {
    closed = new JournalClosed("the journal could not be written; free disk space and restart", { cause });
    if (db.isTransaction) db.exec("ROLLBACK");
    open?.reject(closed);
    open = undefined;
    return closed;
  };

  const commit = (): void => {
    if (!open) return;
    try {
      db.exec("COMMIT");
      open.resolve();
      open = undefined;
    } catch (error) {
      breakDown(error);
    }
  };

  return {
    write(run) {
      if (closed) throw closed;
      try {
        if (!open) {
          db.exec("BEGIN IMMEDIATE");
          open = Promise.withResolvers<void>();
          open.promise.catch(() => undefined); // a rejection nobody waits for is told by the next write
          setImmediate(commit);
        }
        return run();
      } catch (error) {
        throw breakDown(error);
      }
    },
    async durable() {
      if (closed) throw closed;
      await open?.promise;
    },
    close() {
      commit();
      closed ??= new JournalClosed("the embedded Step Functions were closed");
    },
  };
}
