import { defineCloud } from "../_shared/define-cloud.ts";
import { readPolicy } from "./read-policy.ts";
import { regions } from "./regions.ts";
import { gcpTransferPrice } from "./transfer-prices.ts";

/** Google Cloud: its networks, routers and links are read; nothing is changed there yet. */
export const gcp = defineCloud({
  profile: { id: "gcp", displayName: "Google Cloud", capabilities: ["discover"] },
  discover: async () => (await import("./discover/discover-gcp.ts")).discoverGcp,
  readPolicy,
  regions,
  transferPrice: gcpTransferPrice,
});
