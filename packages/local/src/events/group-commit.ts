import type { DatabaseSync } from "node:sqlite";

/**
 * Runs writes of one turn of the event loop in one transaction, so that they share one flush to disk. Each promise
 * resolves after the commit. A write that throws fails alone only if it is alone: the others are run again without it.
 */
export function groupCommit(db: DatabaseSync): <T>(write: () => T) => Promise<T> {
  interface Job {
    readonly write: () => unknown;
    readonly resolve: (value: unknown) => void;
    readonly reject: (error: unknown) => void;
  }
  let queue: Job[] = [];
  const flush = (): void => {
    const jobs = queue;
    queue = [];
    commitJobs(jobs);
  };
  const commitJobs = (jobs: readonly Job[]): void => {
    const results: unknown[] = [];
    db.exec("BEGIN IMMEDIATE");
    try {
      for (const job of jobs) results.push(job.write());
      db.exec("COMMIT");
    } catch (error) {
      db.exec("ROLLBACK");
      const [only] = jobs;
      if (jobs.length === 1) only?.reject(error);
      else for (const job of jobs) commitJobs([job]);
      return;
    }
    for (const [i, job] of jobs.entries()) job.resolve(results[i]);
  };
  return <T>(write: () => T) =>
    new Promise<T>((resolve, reject) => {
      queue.push({ write, resolve: resolve as (value: unknown) => void, reject });
      if (queue.length === 1) setImmediate(flush);
    });
}
