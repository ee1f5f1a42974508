import { defineCloud } from "../_shared/define-cloud.ts";
import { ociFacts } from "./facts.ts";
import { loadSdk } from "./load-sdk.ts";
import { ociReadPolicy } from "./read-policy.ts";
import { ociRoutes } from "./routes/index.ts";
import { ociActuators } from "./steer/index.ts";
import { ociSteerPolicies } from "./steer/steer-policies.ts";

/** Oracle Cloud. Its SDK is loaded when it is first needed: it weighs more than the rest of the adapter. */
export const oci = defineCloud({
  ...ociFacts,
  actuators: (context) => ociActuators(context),
  steerPolicies: ociSteerPolicies,
  discover: async () => {
    await loadSdk();
    return (await import("./discover/discover-oci.ts")).discoverOci;
  },
  readPolicy: ociReadPolicy,
  ...ociRoutes,
});
