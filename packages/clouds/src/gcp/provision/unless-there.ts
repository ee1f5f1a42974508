import { hasCode, type ObservedResource } from "@skylane/core";

/**
 * Makes an object whose name can be taken once. Where it is taken by just what is wanted, an earlier answer was lost and the call
 * repeated: that is what was made.
 */
export async function unlessThere(
  make: () => Promise<void>,
  find: () => Promise<ObservedResource | undefined>,
): Promise<void> {
  try {
    await make();
  } catch (error) {
    const there = hasCode(error, "ERR_CLOUD_CONFLICT") ? await find() : undefined;
    if (there?.differs.length !== 0) throw error;
  }
}
