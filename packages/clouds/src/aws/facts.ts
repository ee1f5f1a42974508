import type { CloudFacts } from "../_shared/define-cloud.ts";
import { readAwsAlarm } from "./alarms/read-alarm.ts";
import { regions } from "./regions.ts";
import { awsSlas } from "./slas.ts";
import { awsTariff } from "./tariff.ts";

/** What is known of Amazon Web Services without asking it: no SDK. */
export const awsFacts = {
  profile: { id: "aws", displayName: "Amazon Web Services", capabilities: ["steer", "discover", "fault-test"] },
  regions,
  readAlarm: readAwsAlarm,
  slas: awsSlas,
  tariff: awsTariff,
} satisfies CloudFacts;
