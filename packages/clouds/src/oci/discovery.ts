import type { Cloud } from "../_shared/define-cloud.ts";
import { ociProfile } from "./facts.ts";
import { loadSdk } from "./load-sdk.ts";

/** What looks. */
export const ociDiscovery = {
  profile: ociProfile,
  discover: async () => {
    await loadSdk();
    return (await import("./discover/discover-oci.ts")).discoverOci;
  },
} satisfies Cloud;
