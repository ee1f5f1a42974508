import { SkylaneError } from "@skylane/core";

/** Deletes what takes its time to go: `removed` once it is not there any more, or only its memory is. */
export async function takeAway(
  stateOf: () => Promise<string | undefined>,
  remove: () => Promise<unknown>,
): Promise<"removed" | "pending"> {
  const state = await unlessGone(stateOf);
  if (state === undefined || state === "deleted") return "removed";
  if (state !== "deleting") await unlessGone(remove);
  return "pending";
}

/** What `ask` answers; `undefined` where AWS knows no such thing. */
export async function unlessGone<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof SkylaneError && error.name === "ERR_CLOUD_NOT_FOUND") return undefined;
    throw error;
  }
}
