import { createRequire } from "node:module";
import { setTimeout } from "node:timers/promises";

const PARTS = ["oci-common", "oci-core", "oci-identity", "oci-monitoring"];
const WAIT_MS = 5;
const MAX_ATTEMPTS = 400;

/**
 * Loads Oracle's SDK before anything imports it. It requires an ES module that Google's SDK may be importing at that moment,
 * which Node refuses; a failed import would be remembered for good, a failed require is not. Any other failure is left to the
 * import that follows, as in a bundle, where there is nothing to load.
 */
export async function loadSdk(load: (part: string) => unknown = createRequire(import.meta.url)): Promise<void> {
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1)
    try {
      for (const part of PARTS) load(part);
      return;
    } catch (error) {
      if ((error as { readonly code?: unknown }).code !== "ERR_REQUIRE_ESM_RACE_CONDITION") return;
      await setTimeout(WAIT_MS);
    }
}
