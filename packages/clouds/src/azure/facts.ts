import type { CloudFacts, CloudProfile } from "../_shared/define-cloud.ts";
import { readAzureAlarm } from "./alarms/read-alarm.ts";
import { regions } from "./regions.ts";
import { azureSlas } from "./slas.ts";
import { azureTariff } from "./tariff.ts";

export const azureProfile = {
  id: "azure",
  displayName: "Microsoft Azure",
  capabilities: ["steer", "discover", "fault-test", "provision"],
} as const satisfies CloudProfile;

/** What is known of Microsoft Azure without asking it: no SDK. */
export const azureFacts = {
  profile: azureProfile,
  resolverIp: () => "168.63.129.16",
  regions,
  readAlarm: readAzureAlarm,
  slas: azureSlas,
  tariff: azureTariff,
} satisfies CloudFacts;
