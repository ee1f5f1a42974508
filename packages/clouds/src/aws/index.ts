import { defineCloud } from "../_shared/define-cloud.ts";
import { regions } from "./regions.ts";
import { tgwRoute } from "./tgw-route.ts";
import { awsTransferPrice } from "./transfer-prices.ts";

/** Amazon Web Services. */
export const aws = defineCloud({
  profile: { id: "aws", displayName: "Amazon Web Services", capabilities: ["steer"] },
  actuators: () => [tgwRoute()],
  regions,
  transferPrice: awsTransferPrice,
});
