import { defineCloud } from "../_shared/define-cloud.ts";
import { readPolicy } from "./read-policy.ts";
import { regions } from "./regions.ts";
import { gcpRoutes } from "./routes/index.ts";
import { gcpSlas } from "./slas.ts";
import { gcpTariff } from "./tariff.ts";

/** Google Cloud: its networks, routers and links are read; nothing is changed there yet. */
export const gcp = defineCloud({
  profile: { id: "gcp", displayName: "Google Cloud", capabilities: ["discover"] },
  discover: async () => (await import("./discover/discover-gcp.ts")).discoverGcp,
  readPolicy,
  ...gcpRoutes,
  regions,
  slas: gcpSlas,
  tariff: gcpTariff,
});
