import { defineCloud } from "../_shared/define-cloud.ts";
import { gcpDiscovery } from "./discovery.ts";
import { gcpFacts } from "./facts.ts";
import { gcpProvisionPolicies } from "./provision/provision-policies.ts";
import { gcpProvisioning } from "./provisioning.ts";
import { readPolicy } from "./read-policy.ts";
import { gcpRoutes } from "./routes/index.ts";
import { gcpSteerPolicies } from "./steer/steer-policies.ts";
import { gcpSteering } from "./steering.ts";

/** Google Cloud. Its SDK is loaded by the first call that is made. */
export const gcp = defineCloud({
  ...gcpFacts,
  ...gcpSteering,
  ...gcpDiscovery,
  ...gcpRoutes,
  ...gcpProvisioning,
  readPolicy,
  accountTemplate: "infra/spoke/gcp/account/main.tf.json",
  steerPolicies: gcpSteerPolicies,
  provisionPolicies: gcpProvisionPolicies,
});
