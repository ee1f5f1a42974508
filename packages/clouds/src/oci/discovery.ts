import type { Cloud } from "../_shared/define-cloud.ts";
import { ociFacts } from "./facts.ts";
import { loadSdk } from "./load-sdk.ts";

/** What looks. */
export const ociDiscovery = {
  profile: ociFacts.profile,
  discover: async () => {
    await loadSdk();
    return (await import("./discover/discover-oci.ts")).discoverOci;
  },
} satisfies Cloud;
