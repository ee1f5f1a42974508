import type { Cloud, CloudContext } from "../_shared/define-cloud.ts";
import { ociProfile } from "./facts.ts";
import { ociActuators } from "./steer/index.ts";

/** What moves traffic. */
export const ociSteering = {
  profile: ociProfile,
  actuators: (context: CloudContext) => ociActuators(context),
} satisfies Cloud;
