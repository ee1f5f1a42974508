import type { Cloud } from "../_shared/define-cloud.ts";
import { awsProfile } from "./facts.ts";

/** What looks; four more SDKs come with the first look. */
export const awsDiscovery = {
  profile: awsProfile,
  discover: async () => {
    const { discoverAws } = await import("./discover/discover-aws.ts");
    return () => discoverAws();
  },
} satisfies Cloud;
