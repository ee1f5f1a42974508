import type { Cloud } from "../_shared/define-cloud.ts";
import { gcpProfile } from "./facts.ts";
import { gcpProvisioners } from "./provision/index.ts";

/** What makes networks, tunnels, rules and names. */
export const gcpProvisioning = {
  profile: gcpProfile,
  provisioners: gcpProvisioners,
} satisfies Cloud;
