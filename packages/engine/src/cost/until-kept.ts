import { costError } from "./errors.ts";

/** Looks are rare, and people answer one at a time: who loses so often meets something else. */
const MAX_TRIES = 8;

/**
 * What an attempt comes to whose writes all stood on what it had read. Each attempt reads anew; it is told how many went before it.
 * @throws ERR_FINDING_CONTESTED after eight of which none did
 */
export async function untilKept<T>(
  attempt: (triedCount: number) => Promise<{ readonly isKept: boolean; readonly value: T }>,
): Promise<T> {
  for (let triedCount = 0; triedCount < MAX_TRIES; triedCount += 1) {
    const { isKept, value } = await attempt(triedCount);
    if (isKept) return value;
  }
  throw costError(
    "ERR_FINDING_CONTESTED",
    `others wrote the same findings ${MAX_TRIES} times in between; nothing of theirs was overwritten. Try again`,
    { triedCount: MAX_TRIES },
  );
}

/** Puts all of them; false if another has written one of them since it was read. */
export async function keepAll<T>(put: (one: T) => Promise<T | undefined>, all: readonly T[]): Promise<boolean> {
  let isKept = true;
  // each is tried, so that what was told is kept wherever nobody objects
  for (const one of all) if ((await put(one)) === undefined) isKept = false;
  return isKept;
}
