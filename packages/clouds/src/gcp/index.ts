import { defineCloud } from "../_shared/define-cloud.ts";
import { gcpFacts } from "./facts.ts";
import { readPolicy } from "./read-policy.ts";
import { gcpRoutes } from "./routes/index.ts";
import { googleCompute } from "./steer/google-compute.ts";
import { importPolicy } from "./steer/import-policy.ts";
import { routePriority } from "./steer/route-priority.ts";
import { routerPriority } from "./steer/router-priority.ts";
import { gcpSteerPolicies } from "./steer/steer-policies.ts";

/** Google Cloud. Its SDK is loaded by the first call that is made. */
export const gcp = defineCloud({
  ...gcpFacts,
  actuators: (context) => {
    const google = googleCompute(context);
    return [routerPriority(google), importPolicy(google), routePriority(google)];
  },
  steerPolicies: gcpSteerPolicies,
  discover: async () => (await import("./discover/discover-gcp.ts")).discoverGcp,
  readPolicy,
  ...gcpRoutes,
});
