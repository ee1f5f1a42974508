import { defineCloud } from "../_shared/define-cloud.ts";
import { discoverGcp } from "./discover/discover-gcp.ts";
import { readPolicy } from "./read-policy.ts";
import { regions } from "./regions.ts";
import { gcpTransferPrice } from "./transfer-prices.ts";

/** Google Cloud: its networks, routers and links are read; nothing is changed there yet. */
export const gcp = defineCloud({
  profile: { id: "gcp", displayName: "Google Cloud", capabilities: ["discover"] },
  discover: (context) => discoverGcp(context),
  readPolicy,
  regions,
  transferPrice: gcpTransferPrice,
});
