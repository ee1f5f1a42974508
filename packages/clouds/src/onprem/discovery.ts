import type { Cloud } from "../_shared/define-cloud.ts";
import { onpremProfile } from "./facts.ts";

/** What looks. */
export const onpremDiscovery = {
  profile: onpremProfile,
  discover: async () => (await import("./discover/discover-onprem.ts")).discoverOnprem,
} satisfies Cloud;
