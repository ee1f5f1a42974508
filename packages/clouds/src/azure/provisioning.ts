import type { Cloud, CloudContext } from "../_shared/define-cloud.ts";
import { azureProfile } from "./facts.ts";
import { azureProvisioners } from "./provision/index.ts";

/** What makes networks, tunnels, rules and names. */
export const azureProvisioning = {
  profile: azureProfile,
  provisioners: (context: CloudContext) => azureProvisioners(context),
} satisfies Cloud;
