import { defineCloud } from "../_shared/define-cloud.ts";
import { azureAlarms, azureDiscovery, azureEstimates, azureSteering } from "./parts.ts";
import { azureReadPolicy } from "./read-policy.ts";
import { azureRoutes } from "./routes/index.ts";
import { azureSteerPolicies } from "./steer/steer-policies.ts";

/** Microsoft Azure. Its SDKs are loaded when they are first needed: they weigh more than the rest of the adapter. */
export const azure = defineCloud({
  ...azureSteering,
  ...azureDiscovery,
  ...azureAlarms,
  ...azureEstimates,
  ...azureRoutes,
  readPolicy: azureReadPolicy,
  steerPolicies: azureSteerPolicies,
});
