import type { Cloud, CloudContext } from "../_shared/define-cloud.ts";
import { gcpProfile } from "./facts.ts";
import { googleCompute } from "./steer/google-compute.ts";
import { importPolicy } from "./steer/import-policy.ts";
import { routePriority } from "./steer/route-priority.ts";
import { routerPriority } from "./steer/router-priority.ts";

/** What moves traffic. */
export const gcpSteering = {
  profile: gcpProfile,
  actuators: (context: CloudContext) => {
    const google = googleCompute(context);
    return [routerPriority(google), importPolicy(google), routePriority(google)];
  },
} satisfies Cloud;
