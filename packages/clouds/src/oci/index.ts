import { defineCloud } from "../_shared/define-cloud.ts";
import { ociDiscovery, ociEstimates, ociSteering } from "./parts.ts";
import { ociReadPolicy } from "./read-policy.ts";
import { ociRoutes } from "./routes/index.ts";
import { ociSteerPolicies } from "./steer/steer-policies.ts";

/** Oracle Cloud. Its SDK is loaded when it is first needed: it weighs more than the rest of the adapter. */
export const oci = defineCloud({
  ...ociSteering,
  ...ociDiscovery,
  ...ociEstimates,
  ...ociRoutes,
  readPolicy: ociReadPolicy,
  steerPolicies: ociSteerPolicies,
});
