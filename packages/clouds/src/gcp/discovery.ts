import type { Cloud } from "../_shared/define-cloud.ts";
import { gcpFacts } from "./facts.ts";

/** What looks. */
export const gcpDiscovery = {
  profile: gcpFacts.profile,
  discover: async () => (await import("./discover/discover-gcp.ts")).discoverGcp,
} satisfies Cloud;
