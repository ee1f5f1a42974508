import { defineCloud } from "../_shared/define-cloud.ts";
import { readGcpAlarm } from "./alarms/read-alarm.ts";
import { readPolicy } from "./read-policy.ts";
import { regions } from "./regions.ts";
import { gcpRoutes } from "./routes/index.ts";
import { gcpSlas } from "./slas.ts";
import { googleCompute } from "./steer/google-compute.ts";
import { importPolicy } from "./steer/import-policy.ts";
import { routePriority } from "./steer/route-priority.ts";
import { routerPriority } from "./steer/router-priority.ts";
import { gcpSteerPolicies } from "./steer/steer-policies.ts";
import { gcpTariff } from "./tariff.ts";

/** Google Cloud. Its SDK is loaded by the first call that is made. */
export const gcp = defineCloud({
  profile: { id: "gcp", displayName: "Google Cloud", capabilities: ["steer", "discover"] },
  actuators: (context) => {
    const google = googleCompute(context);
    return [routerPriority(google), importPolicy(google), routePriority(google)];
  },
  steerPolicies: gcpSteerPolicies,
  discover: async () => (await import("./discover/discover-gcp.ts")).discoverGcp,
  readPolicy,
  accountTemplate: "infra/spoke/gcp/account/main.tf.json",
  ...gcpRoutes,
  regions,
  readAlarm: readGcpAlarm,
  slas: gcpSlas,
  tariff: gcpTariff,
});
