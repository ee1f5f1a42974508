import type { Cloud } from "../_shared/define-cloud.ts";
import { onpremFacts } from "./facts.ts";

/** What looks. */
export const onpremDiscovery = {
  profile: onpremFacts.profile,
  discover: async () => (await import("./discover/discover-onprem.ts")).discoverOnprem,
} satisfies Cloud;
