import type { Cloud, CloudContext } from "../_shared/define-cloud.ts";
import { azureProfile } from "./facts.ts";
import { azureActuators, azureFaultTests } from "./steer/index.ts";

/** What moves traffic, and tests that it moves. */
export const azureSteering = {
  profile: azureProfile,
  actuators: (context: CloudContext) => azureActuators(context),
  faultTests: (context: CloudContext) => azureFaultTests(context),
} satisfies Cloud;
