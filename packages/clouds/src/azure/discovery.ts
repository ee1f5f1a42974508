import type { Cloud } from "../_shared/define-cloud.ts";
import { azureFacts } from "./facts.ts";

/** What looks. */
export const azureDiscovery = {
  profile: azureFacts.profile,
  discover: async () => (await import("./discover/discover-azure.ts")).discoverAzure,
} satisfies Cloud;
