import { defineCloud } from "../_shared/define-cloud.ts";
import { gcpAlarms, gcpDiscovery, gcpEstimates, gcpSteering } from "./parts.ts";
import { readPolicy } from "./read-policy.ts";
import { gcpRoutes } from "./routes/index.ts";
import { gcpSteerPolicies } from "./steer/steer-policies.ts";

/** Google Cloud. Its SDK is loaded by the first call that is made. */
export const gcp = defineCloud({
  ...gcpSteering,
  ...gcpDiscovery,
  ...gcpAlarms,
  ...gcpEstimates,
  ...gcpRoutes,
  readPolicy,
  steerPolicies: gcpSteerPolicies,
});
