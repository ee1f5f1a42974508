import { defineCloud } from "../_shared/define-cloud.ts";
import { ociDiscovery } from "./discovery.ts";
import { ociFacts } from "./facts.ts";
import { ociReadPolicy } from "./read-policy.ts";
import { ociRoutes } from "./routes/index.ts";
import { ociSteerPolicies } from "./steer/steer-policies.ts";
import { ociSteering } from "./steering.ts";

/** Oracle Cloud. Its SDK is loaded when it is first needed: it weighs more than the rest of the adapter. */
export const oci = defineCloud({
  ...ociFacts,
  ...ociSteering,
  ...ociDiscovery,
  ...ociRoutes,
  readPolicy: ociReadPolicy,
  steerPolicies: ociSteerPolicies,
});
