import type { Cloud, CloudContext, CloudProfile } from "../_shared/define-cloud.ts";
import { readGcpAlarm } from "./alarms/read-alarm.ts";
import { regions } from "./regions.ts";
import { gcpSlas } from "./slas.ts";
import { googleCompute } from "./steer/google-compute.ts";
import { importPolicy } from "./steer/import-policy.ts";
import { routePriority } from "./steer/route-priority.ts";
import { routerPriority } from "./steer/router-priority.ts";
import { gcpTariff } from "./tariff.ts";

const profile = {
  id: "gcp",
  displayName: "Google Cloud",
  capabilities: ["steer", "discover"],
} as const satisfies CloudProfile;

/** What moves traffic. */
export const gcpSteering = {
  profile,
  actuators: (context: CloudContext) => {
    const google = googleCompute(context);
    return [routerPriority(google), importPolicy(google), routePriority(google)];
  },
} satisfies Cloud;

/** What looks. */
export const gcpDiscovery = {
  profile,
  discover: async () => (await import("./discover/discover-gcp.ts")).discoverGcp,
} satisfies Cloud;

/** What understands alarms. */
export const gcpAlarms = { profile, readAlarm: readGcpAlarm } satisfies Cloud;

/** Places, prices and promises. */
export const gcpEstimates = { profile, regions, slas: gcpSlas, tariff: gcpTariff } satisfies Cloud;
