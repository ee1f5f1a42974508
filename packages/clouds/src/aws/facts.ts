import type { CloudFacts, CloudProfile } from "../_shared/define-cloud.ts";
import { readAwsAlarm } from "./alarms/read-alarm.ts";
import { regions } from "./regions.ts";
import { awsSlas } from "./slas.ts";
import { awsTariff } from "./tariff.ts";

export const awsProfile = {
  id: "aws",
  displayName: "Amazon Web Services",
  capabilities: ["steer", "discover", "fault-test", "provision"],
} as const satisfies CloudProfile;

/** What is known of Amazon Web Services without asking it: no SDK. */
export const awsFacts = {
  profile: awsProfile,
  regions,
  readAlarm: readAwsAlarm,
  slas: awsSlas,
  tariff: awsTariff,
} satisfies CloudFacts;
