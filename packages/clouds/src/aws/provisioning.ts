import type { Cloud } from "../_shared/define-cloud.ts";
import { awsProfile } from "./facts.ts";
import { awsProvisioners } from "./provision/index.ts";

/** What makes networks, tunnels, rules and names. */
export const awsProvisioning = {
  profile: awsProfile,
  provisioners: awsProvisioners,
} satisfies Cloud;
