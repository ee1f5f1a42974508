import { defineCloud } from "../_shared/define-cloud.ts";
import { azureDiscovery } from "./discovery.ts";
import { azureFacts } from "./facts.ts";
import { azureProvisionPolicies } from "./provision/provision-policies.ts";
import { azureProvisioning } from "./provisioning.ts";
import { azureReadPolicy } from "./read-policy.ts";
import { azureRoutes } from "./routes/index.ts";
import { azureSteerPolicies } from "./steer/steer-policies.ts";
import { azureSteering } from "./steering.ts";

/** Microsoft Azure. Its SDKs are loaded when they are first needed: they weigh more than the rest of the adapter. */
export const azure = defineCloud({
  ...azureFacts,
  ...azureSteering,
  ...azureDiscovery,
  ...azureRoutes,
  ...azureProvisioning,
  readPolicy: azureReadPolicy,
  accountTemplate: "infra/spoke/azure/account.json",
  steerPolicies: azureSteerPolicies,
  provisionPolicies: azureProvisionPolicies,
});
