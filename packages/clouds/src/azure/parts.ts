import type { Cloud, CloudContext, CloudProfile } from "../_shared/define-cloud.ts";
import { readAzureAlarm } from "./alarms/read-alarm.ts";
import { regions } from "./regions.ts";
import { azureSlas } from "./slas.ts";
import { azureActuators, azureFaultTests } from "./steer/index.ts";
import { azureTariff } from "./tariff.ts";

const profile = {
  id: "azure",
  displayName: "Microsoft Azure",
  capabilities: ["steer", "discover", "fault-test"],
} as const satisfies CloudProfile;

/** What moves traffic, and tests that it moves. */
export const azureSteering = {
  profile,
  actuators: (context: CloudContext) => azureActuators(context),
  faultTests: (context: CloudContext) => azureFaultTests(context),
} satisfies Cloud;

/** What looks. */
export const azureDiscovery = {
  profile,
  discover: async () => (await import("./discover/discover-azure.ts")).discoverAzure,
} satisfies Cloud;

/** What understands alarms. */
export const azureAlarms = { profile, readAlarm: readAzureAlarm } satisfies Cloud;

/** Places, prices and promises. */
export const azureEstimates = { profile, regions, slas: azureSlas, tariff: azureTariff } satisfies Cloud;
