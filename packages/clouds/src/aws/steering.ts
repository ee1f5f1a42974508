import type { Cloud } from "../_shared/define-cloud.ts";
import { bgpFailoverTest } from "./bgp-failover-test.ts";
import { awsProfile } from "./facts.ts";
import { awsActuators } from "./steer/index.ts";

/** What moves traffic, and tests that it moves. */
export const awsSteering = {
  profile: awsProfile,
  actuators: awsActuators,
  faultTests: (context) => [bgpFailoverTest(context)],
} satisfies Cloud;
