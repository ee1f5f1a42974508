import type { Cloud, CloudContext, CloudProfile } from "../_shared/define-cloud.ts";
import { loadSdk } from "./load-sdk.ts";
import { regions } from "./regions.ts";
import { ociSlas } from "./slas.ts";
import { ociActuators } from "./steer/index.ts";
import { ociTariff } from "./tariff.ts";

const profile = {
  id: "oci",
  displayName: "Oracle Cloud",
  capabilities: ["steer", "discover"],
} as const satisfies CloudProfile;

/** What moves traffic. */
export const ociSteering = { profile, actuators: (context: CloudContext) => ociActuators(context) } satisfies Cloud;

/** What looks. */
export const ociDiscovery = {
  profile,
  discover: async () => {
    await loadSdk();
    return (await import("./discover/discover-oci.ts")).discoverOci;
  },
} satisfies Cloud;

/** Places, prices and promises. */
export const ociEstimates = { profile, regions, slas: ociSlas, tariff: ociTariff } satisfies Cloud;
