/** Lets as many tasks run at once; who comes later waits in line. */
export function gate(limitCount: number): <R>(run: () => Promise<R>) => Promise<R> {
  const line: (() => void)[] = [];
  let freeCount = limitCount;
  return async (run) => {
    if (freeCount > 0) freeCount -= 1;
    else await new Promise<void>((next) => line.push(next));
    try {
      return await run();
    } finally {
      const next = line.shift();
      if (next) next();
      else freeCount += 1;
    }
  };
}

/** Runs a task for each, so many at once, and answers in their order. The first that fails fails all; those begun are waited for. */
export async function inParallel<T, R>(
  all: readonly T[],
  limitCount: number,
  run: (one: T) => Promise<R>,
): Promise<readonly R[]> {
  const answers: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < all.length; i = next++) answers[i] = await run(all[i] as T);
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(limitCount, all.length) }, worker));
  for (const one of ended) if (one.status === "rejected") throw one.reason;
  return answers;
}
