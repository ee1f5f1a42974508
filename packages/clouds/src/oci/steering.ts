import type { Cloud, CloudContext } from "../_shared/define-cloud.ts";
import { ociFacts } from "./facts.ts";
import { ociActuators } from "./steer/index.ts";

/** What moves traffic. */
export const ociSteering = {
  profile: ociFacts.profile,
  actuators: (context: CloudContext) => ociActuators(context),
} satisfies Cloud;
