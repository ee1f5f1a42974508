import { defineCloud } from "../_shared/define-cloud.ts";
import { readAzureAlarm } from "./alarms/read-alarm.ts";
import { azureReadPolicy } from "./read-policy.ts";
import { regions } from "./regions.ts";
import { azureRoutes } from "./routes/index.ts";
import { azureSlas } from "./slas.ts";
import { azureActuators, azureFaultTests } from "./steer/index.ts";
import { azureSteerPolicies } from "./steer/steer-policies.ts";
import { azureTariff } from "./tariff.ts";

/** Microsoft Azure. Its SDKs are loaded when they are first needed: they weigh more than the rest of the adapter. */
export const azure = defineCloud({
  profile: { id: "azure", displayName: "Microsoft Azure", capabilities: ["steer", "discover", "fault-test"] },
  actuators: (context) => azureActuators(context),
  faultTests: (context) => azureFaultTests(context),
  steerPolicies: azureSteerPolicies,
  discover: async () => (await import("./discover/discover-azure.ts")).discoverAzure,
  readPolicy: azureReadPolicy,
  accountTemplate: "infra/spoke/azure/account.json",
  ...azureRoutes,
  regions,
  readAlarm: readAzureAlarm,
  slas: azureSlas,
  tariff: azureTariff,
});
