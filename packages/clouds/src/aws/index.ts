import { defineCloud } from "../_shared/define-cloud.ts";
import { readAwsAlarm } from "./alarms/read-alarm.ts";
import { bgpFailoverTest } from "./bgp-failover-test.ts";
import { awsReadPolicy } from "./read-policy.ts";
import { regions } from "./regions.ts";
import { awsRoutes } from "./routes/index.ts";
import { awsSlas } from "./slas.ts";
import { awsActuators } from "./steer/index.ts";
import { awsSteerPolicies } from "./steer/steer-policies.ts";
import { awsTariff } from "./tariff.ts";
import { bgpFailoverTestPolicy } from "./test-policy.ts";

/** Amazon Web Services. What discovers is loaded when it is first needed: four more SDKs. */
export const aws = defineCloud({
  profile: { id: "aws", displayName: "Amazon Web Services", capabilities: ["steer", "discover", "fault-test"] },
  actuators: awsActuators,
  faultTests: (context) => [bgpFailoverTest(context)],
  steerPolicies: { ...awsSteerPolicies, "aws.bgp-failover-test": bgpFailoverTestPolicy },
  discover: async () => {
    const { discoverAws } = await import("./discover/discover-aws.ts");
    return () => discoverAws();
  },
  readPolicy: awsReadPolicy,
  accountTemplate: "infra/spoke/aws/template.json",
  ...awsRoutes,
  regions,
  readAlarm: readAwsAlarm,
  slas: awsSlas,
  tariff: awsTariff,
  refreshPrices: async () => (await import("./prices/refresh-prices.ts")).refreshAwsPrices,
});
