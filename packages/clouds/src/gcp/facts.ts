import type { CloudFacts } from "../_shared/define-cloud.ts";
import { readGcpAlarm } from "./alarms/read-alarm.ts";
import { regions } from "./regions.ts";
import { gcpSlas } from "./slas.ts";
import { gcpTariff } from "./tariff.ts";

/** What is known of Google Cloud without asking it: no SDK. */
export const gcpFacts = {
  profile: { id: "gcp", displayName: "Google Cloud", capabilities: ["steer", "discover"] },
  regions,
  readAlarm: readGcpAlarm,
  slas: gcpSlas,
  tariff: gcpTariff,
} satisfies CloudFacts;
