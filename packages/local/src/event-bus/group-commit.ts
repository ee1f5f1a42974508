import type { DatabaseSync } from "node:sqlite";

/** Runs a write with others of the same turn of the event loop in one transaction; resolves when it is on disk. */
export interface GroupCommit {
  <T>(write: () => T): Promise<T>;
  /** Commits at once what is waiting; further writes are refused. */
  close(): void;
}

interface Job {
  readonly write: () => unknown;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One flush to disk for all writes of a turn. A write that throws takes nothing with it: the transaction is rolled back and
 * the others are run again without it, so a write must touch nothing but the database until its promise resolves.
 */
export function createGroupCommit(db: DatabaseSync): GroupCommit {
  let queue: Job[] = [];
  let isClosed = false;

  const commit = (jobs: readonly Job[]): void => {
    const results: unknown[] = [];
    let failed: Job | undefined;
    try {
      db.exec("BEGIN IMMEDIATE");
      for (const job of jobs) {
        failed = job;
        results.push(job.write());
      }
      failed = undefined;
      db.exec("COMMIT");
    } catch (error) {
      if (db.isOpen && db.isTransaction) db.exec("ROLLBACK");
      if (failed) {
        failed.reject(error);
        const others = jobs.filter((job) => job !== failed);
        if (others.length > 0) commit(others);
      } else for (const job of jobs) job.reject(error); // the disk is full or gone: it is so for all of them
      return;
    }
    for (const [i, job] of jobs.entries()) job.resolve(results[i]);
  };
  const flush = (): void => {
    const jobs = queue;
    queue = [];
    if (jobs.length > 0) commit(jobs);
  };

  const run = <T>(write: () => T): Promise<T> => {
    if (isClosed) return Promise.reject(new Error("the event bus was closed"));
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    queue.push({ write, resolve: resolve as (value: unknown) => void, reject });
    if (queue.length === 1) setImmediate(flush);
    return promise;
  };
  return Object.assign(run, {
    close() {
      isClosed = true;
      flush();
    },
  });
}
