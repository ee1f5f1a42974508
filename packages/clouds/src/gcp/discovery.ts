import type { Cloud } from "../_shared/define-cloud.ts";
import { gcpProfile } from "./facts.ts";

/** What looks. */
export const gcpDiscovery = {
  profile: gcpProfile,
  discover: async () => (await import("./discover/discover-gcp.ts")).discoverGcp,
} satisfies Cloud;
