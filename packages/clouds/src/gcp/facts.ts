import type { CloudFacts, CloudProfile } from "../_shared/define-cloud.ts";
import { readGcpAlarm } from "./alarms/read-alarm.ts";
import { regions } from "./regions.ts";
import { gcpSlas } from "./slas.ts";
import { gcpTariff } from "./tariff.ts";

export const gcpProfile = {
  id: "gcp",
  displayName: "Google Cloud",
  capabilities: ["steer", "discover", "provision"],
} as const satisfies CloudProfile;

/** What is known of Google Cloud without asking it: no SDK. */
export const gcpFacts = {
  profile: gcpProfile,
  resolverIp: () => "169.254.169.254",
  regions,
  readAlarm: readGcpAlarm,
  slas: gcpSlas,
  tariff: gcpTariff,
} satisfies CloudFacts;
