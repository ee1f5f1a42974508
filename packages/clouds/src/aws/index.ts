import { defineCloud } from "../_shared/define-cloud.ts";
import { bgpFailoverTest } from "./bgp-failover-test.ts";
import { awsFacts } from "./facts.ts";
import { awsReadPolicy } from "./read-policy.ts";
import { awsRoutes } from "./routes/index.ts";
import { awsActuators } from "./steer/index.ts";
import { awsSteerPolicies } from "./steer/steer-policies.ts";
import { bgpFailoverTestPolicy } from "./test-policy.ts";

/** Amazon Web Services. What discovers is loaded when it is first needed: four more SDKs. */
export const aws = defineCloud({
  ...awsFacts,
  actuators: awsActuators,
  faultTests: () => [bgpFailoverTest()],
  steerPolicies: { ...awsSteerPolicies, "aws.bgp-failover-test": bgpFailoverTestPolicy },
  discover: async () => {
    const { discoverAws } = await import("./discover/discover-aws.ts");
    return () => discoverAws();
  },
  readPolicy: awsReadPolicy,
  ...awsRoutes,
  refreshPrices: async () => (await import("./prices/refresh-prices.ts")).refreshAwsPrices,
});
