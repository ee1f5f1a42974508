import { defineCloud } from "../_shared/define-cloud.ts";
import { azureFacts } from "./facts.ts";
import { azureReadPolicy } from "./read-policy.ts";
import { azureRoutes } from "./routes/index.ts";
import { azureActuators, azureFaultTests } from "./steer/index.ts";
import { azureSteerPolicies } from "./steer/steer-policies.ts";

/** Microsoft Azure. Its SDKs are loaded when they are first needed: they weigh more than the rest of the adapter. */
export const azure = defineCloud({
  ...azureFacts,
  actuators: (context) => azureActuators(context),
  faultTests: (context) => azureFaultTests(context),
  steerPolicies: azureSteerPolicies,
  discover: async () => (await import("./discover/discover-azure.ts")).discoverAzure,
  readPolicy: azureReadPolicy,
  ...azureRoutes,
});
