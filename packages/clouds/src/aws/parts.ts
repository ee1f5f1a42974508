import type { Cloud, CloudProfile } from "../_shared/define-cloud.ts";
import { readAwsAlarm } from "./alarms/read-alarm.ts";
import { bgpFailoverTest } from "./bgp-failover-test.ts";
import { regions } from "./regions.ts";
import { awsSlas } from "./slas.ts";
import { awsActuators } from "./steer/index.ts";
import { awsTariff } from "./tariff.ts";

const profile = {
  id: "aws",
  displayName: "Amazon Web Services",
  capabilities: ["steer", "discover", "fault-test"],
} as const satisfies CloudProfile;

/** What moves traffic, and tests that it moves. */
export const awsSteering = {
  profile,
  actuators: awsActuators,
  faultTests: () => [bgpFailoverTest()],
} satisfies Cloud;

/** What looks; four more SDKs come with the first look. */
export const awsDiscovery = {
  profile,
  discover: async () => {
    const { discoverAws } = await import("./discover/discover-aws.ts");
    return () => discoverAws();
  },
} satisfies Cloud;

/** What understands alarms. */
export const awsAlarms = { profile, readAlarm: readAwsAlarm } satisfies Cloud;

/** Places, prices and promises. */
export const awsEstimates = { profile, regions, slas: awsSlas, tariff: awsTariff } satisfies Cloud;
