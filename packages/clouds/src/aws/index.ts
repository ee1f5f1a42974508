import { defineCloud } from "../_shared/define-cloud.ts";
import { awsAlarms, awsDiscovery, awsEstimates, awsSteering } from "./parts.ts";
import { awsReadPolicy } from "./read-policy.ts";
import { awsRoutes } from "./routes/index.ts";
import { awsSteerPolicies } from "./steer/steer-policies.ts";
import { bgpFailoverTestPolicy } from "./test-policy.ts";

/** Amazon Web Services. Its SDKs are loaded when they are first needed: they weigh more than the rest of the adapter. */
export const aws = defineCloud({
  ...awsSteering,
  ...awsDiscovery,
  ...awsAlarms,
  ...awsEstimates,
  ...awsRoutes,
  readPolicy: awsReadPolicy,
  steerPolicies: { ...awsSteerPolicies, "aws.bgp-failover-test": bgpFailoverTestPolicy },
  refreshPrices: async () => (await import("./prices/refresh-prices.ts")).refreshAwsPrices,
});
