import { defineCloud } from "../_shared/define-cloud.ts";
import { loadSdk } from "./load-sdk.ts";
import { ociReadPolicy } from "./read-policy.ts";
import { regions } from "./regions.ts";
import { ociRoutes } from "./routes/index.ts";
import { ociSlas } from "./slas.ts";
import { ociActuators } from "./steer/index.ts";
import { ociSteerPolicies } from "./steer/steer-policies.ts";
import { ociTariff } from "./tariff.ts";

/** Oracle Cloud. Its SDK is loaded when it is first needed: it weighs more than the rest of the adapter. */
export const oci = defineCloud({
  profile: { id: "oci", displayName: "Oracle Cloud", capabilities: ["steer", "discover"] },
  actuators: (context) => ociActuators(context),
  steerPolicies: ociSteerPolicies,
  discover: async () => {
    await loadSdk();
    return (await import("./discover/discover-oci.ts")).discoverOci;
  },
  readPolicy: ociReadPolicy,
  ...ociRoutes,
  regions,
  slas: ociSlas,
  tariff: ociTariff,
});
