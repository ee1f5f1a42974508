import { defineCloud } from "../_shared/define-cloud.ts";
import { tgwRoute } from "./tgw-route.ts";

/** Amazon Web Services. */
export const aws = defineCloud({
  profile: { id: "aws", displayName: "Amazon Web Services", capabilities: ["steer"] },
  actuators: () => [tgwRoute()],
});
