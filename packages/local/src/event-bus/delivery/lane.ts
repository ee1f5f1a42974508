/** Runs at most `width` jobs at a time, in the order they came; a job never rejects. */
export interface Lane<Job> {
  push(job: Job): void;
  /** Jobs that wait for their turn. */
  waiting(): number;
}

/** A job that finds a free place begins in the same turn it was pushed. `isOpen` is asked before each job. */
export function createLane<Job>(width: number, isOpen: () => boolean, run: (job: Job) => Promise<void>): Lane<Job> {
  let queue: Job[] = [];
  let head = 0; // shifting a long array costs its length; moving an index does not
  let running = 0;

  const next = (): void => {
    while (running < width && head < queue.length && isOpen()) {
      const job = queue[head] as Job;
      head += 1;
      if (head === queue.length || head > 4_096) {
        queue = queue.slice(head);
        head = 0;
      }
      begin(job);
    }
  };
  const begin = (job: Job): void => {
    running += 1;
    void run(job).finally(() => {
      running -= 1;
      next();
    });
  };
  return {
    push(job) {
      queue.push(job);
      next();
    },
    waiting: () => queue.length - head,
  };
}
