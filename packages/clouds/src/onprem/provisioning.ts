import type { Cloud } from "../_shared/define-cloud.ts";
import { onpremProfile } from "./facts.ts";
import { onpremProvisioners } from "./provision/index.ts";

/** What makes tunnels, sessions and rules. */
export const onpremProvisioning = {
  profile: onpremProfile,
  provisioners: onpremProvisioners,
} satisfies Cloud;
