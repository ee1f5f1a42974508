import type { Cloud } from "../_shared/define-cloud.ts";
import { azureProfile } from "./facts.ts";

/** What looks. */
export const azureDiscovery = {
  profile: azureProfile,
  discover: async () => (await import("./discover/discover-azure.ts")).discoverAzure,
} satisfies Cloud;
